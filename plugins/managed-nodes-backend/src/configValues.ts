import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { z } from 'zod';

/** An entity ref, put in its canonical form. */
export const entityRef = z.string().transform((value, context): string => {
  try {
    return stringifyEntityRef(parseEntityRef(value));
  } catch {
    context.addIssue({
      code: 'custom',
      message: `expected an entity ref such as group:default/team-a, got '${value}'`,
    });
    return z.NEVER;
  }
});

/** One text or several, as a list. */
export const words = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform(value => (Array.isArray(value) ? value : [value]));

/** YAML takes twelve digits without quotes for a number. */
export const accountId = z
  .string()
  .regex(/^\d{12}$/, 'expected a 12-digit account id in quotes');
