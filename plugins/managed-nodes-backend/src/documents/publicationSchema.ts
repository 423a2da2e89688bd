import {
  errorRateSchema,
  parameterValueSchema,
  platformTypeSchema,
  rateSchema,
  runbookIdSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, JsonValue } from '@backstage/types';
import { z } from 'zod';
import {
  accountId,
  entityRef,
  matchSchema,
  moment,
  words,
} from '../configValues';

const DAY = 86_400_000;

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected a Region');

const duration = z.custom<JsonValue>().transform((value, context): number => {
  try {
    const config = new ConfigReader({ duration: value });
    return durationToMilliseconds(
      readDurationFromConfig(config, { key: 'duration' }),
    );
  } catch {
    context.addIssue({
      code: 'custom',
      message: 'expected a duration such as 24h or { hours: 24 }',
    });
    return z.NEVER;
  }
});

// YAML takes 5 without quotes for a number.
const written = z.union([z.string(), z.number().int()]).transform(String);

const people = {
  groups: z.array(entityRef).default([]),
  users: z.array(entityRef).default([]),
};

const whoSchema = z
  .strictObject({ owners: z.boolean().default(false), ...people })
  .refine(
    ({ owners, groups, users }) => owners || groups.length + users.length > 0,
    'expected owners: true, groups or users: nobody could run it',
  );

const documentSchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-zA-Z0-9_\-.:/]{3,128}$/,
      'expected the name of a document, or the ARN of one that is shared',
    ),
  version: written
    .pipe(
      z
        .string()
        .regex(
          /^(\$DEFAULT|[1-9]\d{0,9})$/,
          "expected the number of a version, or '$DEFAULT'",
        ),
    )
    .default('$DEFAULT'),
  owner: accountId.optional(),
});

const publishedParameterSchema = z
  .strictObject({
    fixed: parameterValueSchema.optional(),
    default: parameterValueSchema.optional(),
    allowed: z.array(parameterValueSchema).min(1).max(500).optional(),
    hidden: z.boolean().default(false),
    title: z.string().min(1).max(100).optional(),
    description: z.string().min(1).max(1000).optional(),
    unsafe: z.boolean().default(false),
  })
  .refine(
    ({ fixed, default: preset, allowed }) =>
      fixed === undefined || (preset === undefined && allowed === undefined),
    'expected fixed, or default and allowed: a fixed value is never asked for',
  );

const approvalSchema = z
  .strictObject({
    always: z.boolean().default(false),
    overNodes: z.number().int().min(0).optional(),
    match: z.array(matchSchema).default([]),
    approvers: z
      .strictObject(people)
      .refine(
        ({ groups, users }) => groups.length + users.length > 0,
        'expected groups or users: nobody could approve',
      ),
    expiresAfter: duration.default(DAY),
  })
  .refine(
    ({ always, overNodes, match }) =>
      always || overNodes !== undefined || match.length > 0,
    'expected always: true, overNodes or match: nothing would need an approval',
  );

const freezeSchema = z
  .strictObject({
    name: z.string().min(1).max(128),
    from: moment,
    to: moment,
    match: matchSchema.default({}),
  })
  .refine(({ from, to }) => from < to, 'expected from to be before to');

const resultsSchema = z.strictObject({
  table: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]{3,255}$/, 'expected the name of a DynamoDB table'),
  nodeColumn: z.string().min(1).max(255),
  account: accountId.optional(),
  region: region.optional(),
  columns: z.array(z.string().min(1).max(255)).min(1).max(50).optional(),
});

const docsUrl = z
  .string()
  .max(2048)
  .refine(
    value => /^(https?:\/\/|\/(?![/\\]))/i.test(value),
    'expected an address that begins with https:// or /',
  );

/**
 * One of `managedNodes.runbooks` as it is written.
 *
 * - `id`: what links, runs and permissions call it; unique.
 * - `document`: an Automation or Command document; `version` is a number or
 *   `$DEFAULT` (default), `owner` the account that it is read from (default:
 *   each account that it is run in).
 * - `title`, `description` (Markdown), `icon` (one of Backstage's system
 *   icons), `category` (default `General`), `docsUrl`: what people see.
 * - `who` may run it: `owners` of the nodes, each on their own, and members of
 *   groups and users, on the nodes that they may see. Default: owners.
 * - `nodes` it may be run on: those that one of the rules matches. Default:
 *   all. `platforms` and `applications` (refs of Components or Systems) narrow
 *   that down.
 * - `parameters`, by name: `fixed` is always sent and never asked for,
 *   `default` is what the form begins with, `allowed` is all that may be
 *   chosen (items, of a list), `hidden` leaves it out of forms and previews,
 *   `unsafe: true` lets through values that could be used to run code.
 * - `nodesParameter`: the parameter of an Automation document that takes the
 *   node. A document without one is run once in each of `places`: those that
 *   are named, or `all` accounts and Regions that are synced.
 * - `maxNodes` of one run (default 50), `maxConcurrency` (default 10) and
 *   `maxErrors` (default 0: it ends at the first failure), as AWS takes them.
 * - `approval`: when it is needed (`always`, on more than `overNodes` nodes, or
 *   when one of the nodes matches), who may give it, and how long they have
 *   (default a day).
 * - `freezes`: times in which it is not run on nodes that match.
 * - `results`: a DynamoDB table that it writes to, with the column that tells
 *   the node. `account` and `region` say where it is; default: where the run is.
 */
export const publicationSchema = z.strictObject({
  id: runbookIdSchema,
  document: documentSchema,
  title: z.string().min(1).max(100),
  description: z.string().max(4096).default(''),
  icon: z
    .string()
    .regex(/^[\w:-]{1,64}$/, 'expected the name of an icon')
    .optional(),
  category: z.string().min(1).max(50).default('General'),
  docsUrl: docsUrl.optional(),
  who: whoSchema.prefault({ owners: true }),
  nodes: z.array(matchSchema).default([]),
  platforms: z.array(platformTypeSchema).min(1).optional(),
  applications: words.pipe(z.array(entityRef)).optional(),
  parameters: z
    .record(
      z.string().regex(/^[A-Za-z0-9_]{1,50}$/, 'the name of a parameter'),
      publishedParameterSchema,
    )
    .default({}),
  nodesParameter: z.string().min(1).max(50).optional(),
  places: z
    .union([
      z.literal('all'),
      z.array(z.strictObject({ account: accountId, region })).max(100),
    ])
    .default([]),
  maxNodes: z.number().int().min(1).max(10_000).default(50),
  maxConcurrency: written.pipe(rateSchema).default('10'),
  maxErrors: written.pipe(errorRateSchema).default('0'),
  approval: approvalSchema.optional(),
  freezes: z.array(freezeSchema).default([]),
  results: resultsSchema.optional(),
});

/** A document as config publishes it. Times in milliseconds; moments since the epoch. */
export type Publication = z.infer<typeof publicationSchema>;

/** What a publication says of one parameter. */
export type PublishedParameter = z.infer<typeof publishedParameterSchema>;

/** `managedNodes.runbooks` as it is written. */
export const publicationsSchema = z
  .array(publicationSchema)
  .superRefine((publications, context) => {
    const seen = new Set<string>();
    publications.forEach(({ id }, index) => {
      if (seen.has(id)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'id'],
          message: `there is another runbook with the id ${id}`,
        });
      }
      seen.add(id);
    });
  });
