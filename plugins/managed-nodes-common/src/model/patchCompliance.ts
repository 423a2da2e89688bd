import { z } from 'zod';
import { nodeFilterSchema } from './query';
import {
  patchAgeSchema,
  patchBucketSchema,
  patchReasonSchema,
  patchStandingSchema,
} from './vocabulary';

const count = z.number().int().nonnegative();
const timestamp = z.string().datetime({ offset: true });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * How a set of nodes stands with the patch policy. `nodes` are all that have
 * not left; the standings add up to it.
 *
 * @public
 */
export const patchCountsSchema = z.object({
  nodes: count,
  /** Nodes by bucket; add up to `nodes`. */
  buckets: z.record(patchBucketSchema, count),
  /** Nodes by standing; add up to `nodes`. */
  standings: z.record(patchStandingSchema, count),
  /**
   * Share of the nodes that keep the policy: compliant, excepted, or due and
   * not overdue. Null when there are no nodes. 0 to 1.
   */
  score: z.number().min(0).max(1).nullable(),
});

/** @public */
export type PatchCounts = z.infer<typeof patchCountsSchema>;

/** What patch counts can be broken down by. @public */
export const patchDimensionSchema = z.enum([
  'owner',
  'application',
  'environment',
  'platform',
  'account',
]);

/** @public */
export type PatchDimension = z.infer<typeof patchDimensionSchema>;

/** @public */
export const patchBreakdownRowSchema = patchCountsSchema.extend({
  /** As the filter of the same name takes it; `none` for nodes without one. */
  value: z.string(),
  /** What people call the value, where it is known: the name of an account. */
  label: z.string().optional(),
});

/** @public */
export type PatchBreakdownRow = z.infer<typeof patchBreakdownRowSchema>;

/**
 * The days that `managedNodes.patchPolicy` allows.
 *
 * @public
 */
export const patchPolicySchema = z.object({
  /** Days allowed by the kind of patch. */
  days: z.object({
    critical: z.number().int().positive(),
    security: z.number().int().positive(),
    other: z.number().int().positive(),
  }),
  /** A report older than this many days counts as stale. */
  staleAfterDays: z.number().int().positive(),
  /**
   * What the days count from: when the patch was first reported missing on
   * the node, or when it was released, where that is known and earlier.
   */
  countFrom: z.enum(['reported', 'released']),
});

/** @public */
export type PatchPolicy = z.infer<typeof patchPolicySchema>;

/**
 * Patch compliance of the nodes the caller may see, under a filter.
 *
 * @public
 */
export const patchComplianceSchema = z.object({
  total: patchCountsSchema,
  /** Why nodes are noncompliant; a node may have several reasons. */
  reasons: z.record(patchReasonSchema, count),
  /** How old the reports are. */
  ages: z.record(patchAgeSchema, count),
  /** The earliest date by which a node must be patched and is not overdue yet. */
  nextDueAt: timestamp.nullable(),
  /** Noncompliant nodes whose patches were not read yet; their due date is not known. */
  unread: count,
  /**
   * By each dimension asked for, worst first: most overdue, then lowest
   * score, then largest. At most 200 rows each.
   */
  breakdowns: z.partialRecord(
    patchDimensionSchema,
    z.array(patchBreakdownRowSchema),
  ),
  policy: patchPolicySchema,
  /** The oldest last complete listing among the accounts and Regions counted. */
  asOf: timestamp.nullable(),
});

/** @public */
export type PatchCompliance = z.infer<typeof patchComplianceSchema>;

/** @public */
export const patchComplianceQuerySchema = nodeFilterSchema.extend({
  by: z
    .preprocess(
      value => (value === undefined || Array.isArray(value) ? value : [value]),
      z.array(patchDimensionSchema).max(5),
    )
    .optional(),
});

/** @public */
export type PatchComplianceQuery = z.infer<typeof patchComplianceQuerySchema>;

/** @public */
export const patchTrendQuerySchema = nodeFilterSchema
  .pick({
    owner: true,
    application: true,
    environment: true,
    platform: true,
    account: true,
    region: true,
    relatedTo: true,
  })
  .extend({ days: z.coerce.number().int().min(1).max(400).default(90) });

/** @public */
export type PatchTrendQuery = z.infer<typeof patchTrendQuerySchema>;

/**
 * One row a day for which there is a snapshot, oldest first. The last one may
 * be of today and is then as of the last snapshot.
 *
 * @public
 */
export const patchTrendSchema = z.object({
  days: z.array(patchCountsSchema.extend({ day })),
  /**
   * Why there is no trend although there is compliance: snapshots know no
   * tags, so that a permission or filter by tag cannot be told from them.
   */
  unavailable: z.string().nullable(),
});

/** @public */
export type PatchTrend = z.infer<typeof patchTrendSchema>;
