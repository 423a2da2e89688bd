import { z } from 'zod';

const count = z.number().int().nonnegative();
const timestamp = z.string().datetime({ offset: true });

/**
 * What went wrong, in words a person can act on.
 *
 * @public
 */
export const syncProblemSchema = z.object({
  /** AWS's error name, or our own, e.g. `AccessDeniedException`. */
  code: z.string(),
  message: z.string(),
  /** The IAM action to grant, where the error says so, e.g. `ssm:DescribeInstanceProperties`. */
  missingIamAction: z.string().nullable(),
});

/** @public */
export type SyncProblem = z.infer<typeof syncProblemSchema>;

/**
 * State of one target, i.e. one (account, region).
 *
 * - `never`: no listing yet;
 * - `running`: one is under way;
 * - `ok`: the last listing completed;
 * - `partial`: nodes are listed, but tags, patches or agent versions could not be read;
 * - `failed`: the last listing did not complete, last known nodes are kept;
 * - `held`: it completed but would have removed too many nodes, so none was removed.
 *
 * @public
 */
export const targetStateSchema = z.enum([
  'never',
  'running',
  'ok',
  'partial',
  'failed',
  'held',
]);

/** @public */
export type TargetState = z.infer<typeof targetStateSchema>;

/** @public */
export const targetHealthSchema = z.object({
  account: z.string(),
  accountName: z.string().nullable(),
  region: z.string(),
  state: targetStateSchema,
  lastStartedAt: timestamp.nullable(),
  lastFinishedAt: timestamp.nullable(),
  /** The last complete listing. */
  lastSuccessAt: timestamp.nullable(),
  /** Of the last finished run. */
  durationMs: count.nullable(),
  /** No complete listing for three sync intervals. */
  stale: z.boolean(),
  /** Nodes kept for this target now, missing ones included. */
  nodes: count,
  /** Figures of the last finished run, or of the one under way. */
  pages: count,
  calls: count,
  listed: count,
  added: count,
  changed: count,
  missing: count,
  removed: count,
  /** Set while a removal is held. */
  heldRemovals: z
    .object({ missing: count, known: count, since: timestamp })
    .nullable(),
  error: syncProblemSchema.nullable(),
  /** Parts that could not be read while the listing itself was complete. */
  warnings: z.array(
    syncProblemSchema.extend({ part: z.enum(['tags', 'patches', 'agents']) }),
  ),
});

/** @public */
export type TargetHealth = z.infer<typeof targetHealthSchema>;

/** @public */
export const syncHealthSchema = z.object({
  asOf: timestamp,
  intervalSeconds: z.number().nonnegative(),
  targets: z.array(targetHealthSchema),
  catalog: z.object({
    /** Newest identity change in the node store. */
    headRevision: count,
    /** What the catalog module has taken over. Null before its first call. */
    acknowledgedRevision: count.nullable(),
    acknowledgedAt: timestamp.nullable(),
    /** Nodes whose entity the catalog's rules refuse, with why. At most 100 are listed. */
    skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
    skippedTotal: count,
  }),
});

/** @public */
export type SyncHealth = z.infer<typeof syncHealthSchema>;
