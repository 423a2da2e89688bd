import { InputError } from '@backstage/errors';
import { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod';
import { cleanText } from '../nodes/text';

// What was read is JSON already, see readText.
const json = z.custom<JsonValue>(value => value !== undefined);
const jsonObject = z.custom<JsonObject>(
  value => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
);

// YAML without quotes makes numbers of versions and truth values of flags.
const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform(value => value === true || value === 'true');
const wholeNumber = z.union([
  z.number().int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);
const version = z
  .union([z.string(), z.number()])
  .transform(value =>
    typeof value === 'number' && Number.isInteger(value)
      ? `${value}.0`
      : String(value),
  );

const name = z.string().min(1).max(128);

export const rawParameterSchema = z.looseObject({
  type: z.string(),
  description: z.string().nullish(),
  default: json.optional(),
  allowedValues: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .nullish(),
  allowedPattern: z.string().nullish(),
  minChars: wholeNumber.nullish(),
  maxChars: wholeNumber.nullish(),
  minItems: wholeNumber.nullish(),
  maxItems: wholeNumber.nullish(),
  displayType: z.string().nullish(),
});

export type RawParameter = z.infer<typeof rawParameterSchema>;

export const rawStepSchema = z.looseObject({
  name,
  action: z.string().min(1).max(128),
  description: z.string().nullish(),
  inputs: jsonObject.nullish(),
  onFailure: z.string().max(256).nullish(),
  onCancel: z.string().max(256).nullish(),
  onSuccess: z.string().max(256).nullish(),
  isEnd: flag.nullish(),
  nextStep: name.nullish(),
  precondition: json.optional(),
});

export type RawStep = z.infer<typeof rawStepSchema>;

const steps = z.array(rawStepSchema).min(1).max(1000);
const common = {
  description: z.string().nullish(),
  parameters: z.record(z.string(), rawParameterSchema).nullish(),
};

export const rawDocumentSchema = z.discriminatedUnion('schemaVersion', [
  z.looseObject({
    ...common,
    schemaVersion: z.literal('0.3'),
    assumeRole: z.string().nullish(),
    variables: jsonObject.nullish(),
    mainSteps: steps,
  }),
  z.looseObject({
    ...common,
    schemaVersion: z.enum(['2.0', '2.2']),
    mainSteps: steps,
  }),
  z.looseObject({
    ...common,
    schemaVersion: z.literal('1.2'),
    runtimeConfig: z.record(z.string(), jsonObject),
  }),
]);

export type RawDocument = z.infer<typeof rawDocumentSchema>;

function place(path: PropertyKey[]): string {
  return path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\.+/, '');
}

/**
 * Reads part of a document by a schema.
 *
 * @param where - how people find the part, e.g. `mainSteps[2]`.
 * @throws InputError naming where.
 */
export function readPart<T extends z.ZodType>(
  schema: T,
  value: unknown,
  where: string,
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const [{ path, message }] = result.error.issues;
  const at = place([where, ...path]) || 'document';
  throw new InputError(cleanText(`${at}: ${message}`, 500) ?? 'document');
}

/**
 * Reads the outline of a document.
 *
 * @throws InputError when it is no Automation or Command document of a schema
 * that we know, or lacks what its schema requires.
 */
export function readDocument(value: JsonObject): RawDocument {
  const schemaVersion = version.safeParse(value.schemaVersion);
  if (!schemaVersion.success) {
    throw new InputError('schemaVersion: expected 0.3, 1.2, 2.0 or 2.2');
  }
  if (!['0.3', '1.2', '2.0', '2.2'].includes(schemaVersion.data)) {
    throw new InputError(
      `schemaVersion: expected 0.3, 1.2, 2.0 or 2.2, got '${cleanText(
        schemaVersion.data,
        20,
      )}'`,
    );
  }
  return readPart(
    rawDocumentSchema,
    { ...value, schemaVersion: schemaVersion.data },
    '',
  );
}

/** A text of several lines that is safe to show. Null when nothing is left. */
export function cleanLines(
  value: string | null | undefined,
  max: number,
): string | null {
  const lines = (value ?? '')
    .slice(0, max)
    .split(/\r\n|\r|\n/)
    .map(line => cleanText(line, max) ?? '');
  return lines.join('\n').trim() || null;
}

/** A name that is safe to show. */
export function cleanName(value: string): string {
  return cleanText(value, 128) ?? '?';
}
