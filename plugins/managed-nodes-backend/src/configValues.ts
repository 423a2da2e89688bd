import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { environmentSchema } from '@managed-nodes/plugin-managed-nodes-common';
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

const MOMENT =
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * A moment, in milliseconds since the epoch. Without a zone it would be one
 * time on one machine and another on the next; a day alone begins in UTC.
 */
export const moment = z
  .unknown()
  .transform(value =>
    typeof value === 'string' && MOMENT.test(value) ? Date.parse(value) : NaN,
  )
  .refine(
    value => !Number.isNaN(value),
    'expected a date and time with its zone, such as 2026-12-20T00:00:00Z',
  );

/** Environments, all of which there are. */
const environments = words.refine(
  values => values.every(value => environmentSchema.safeParse(value).success),
  `expected ${environmentSchema.options.join(', ')}`,
);

function isRegex(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern, 'u'));
  } catch {
    return false;
  }
}

/** As `NodeMatch` of the config schema. */
export const matchSchema = z.strictObject({
  tag: z.string().min(1).optional(),
  account: words.optional(),
  region: words.optional(),
  environment: environments.optional(),
  namePattern: z
    .string()
    .refine(isRegex, 'expected a regular expression')
    .transform(pattern => new RegExp(pattern, 'u'))
    .optional(),
  accountTag: z.string().min(1).optional(),
  activationId: words.optional(),
});

/** What a node must look like for a rule of config to apply. */
export type NodeMatch = z.infer<typeof matchSchema>;
