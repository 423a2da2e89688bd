import { z } from 'zod';

/** A query parameter that may be given once or many times. */
export function many<T extends z.ZodTypeAny>(item: T, max = 100) {
  return z
    .preprocess(
      value => (value === undefined || Array.isArray(value) ? value : [value]),
      z.array(item).max(max),
    )
    .optional();
}

const FLAGS = new Map<unknown, boolean>([
  ['true', true],
  ['', true],
  ['false', false],
]);

/** A query parameter that is true or false; without a value it is true. */
export const flag = z
  .preprocess(value => FLAGS.get(value) ?? value, z.boolean())
  .optional();
