import { z } from 'zod';
import { cleanText } from '../nodes/text';

/** The latest time that JavaScript can tell. */
const LATEST = 8_640_000_000_000_000;

/** Text that somebody typed, cleaned and cut; null where there is none, or it is no text. */
export function text(max: number) {
  return z
    .string()
    .nullish()
    .catch(null)
    .transform(value => cleanText(value ?? undefined, max) ?? null);
}

/** Texts, without those that are none, at most so many. */
export function texts(max: number, most: number) {
  return z
    .array(z.unknown())
    .nullish()
    .catch([])
    .transform(values =>
      (values ?? [])
        .slice(0, most)
        .flatMap(value => text(max).parse(value) ?? []),
    );
}

/** A whole number within bounds; null otherwise. */
export function whole(min: number, max: number) {
  return z
    .number()
    .int()
    .min(min)
    .max(max)
    .nullish()
    .catch(null)
    .transform(value => value ?? null);
}

/** A date as milliseconds since the epoch; null where there is none. */
export const moment = z
  .union([z.date(), z.string()])
  .nullish()
  .catch(null)
  .transform(value => {
    const time = value ? new Date(value).getTime() : NaN;
    return Math.abs(time) <= LATEST ? time : null;
  });

/** The items of a list, each read on its own, without those that cannot be. */
export function items<T>(schema: z.ZodType<T>, most: number) {
  return z
    .array(z.unknown())
    .nullish()
    .catch([])
    .transform(values =>
      (values ?? []).slice(0, most).flatMap(value => {
        const parsed = schema.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}
