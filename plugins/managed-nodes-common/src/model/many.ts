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
