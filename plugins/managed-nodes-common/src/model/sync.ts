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
 * - `partial`: nodes are listed, but tags, patches, plans to patch, agent versions or some objects of a bucket could not be read;
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

/**
 * Where a target's nodes are listed: by Systems Manager in the target itself
 * (`ssm`), from the bucket of a resource data sync (`s3`), or, where nothing
 * else lists it, by the organization's ListNodes (`organization`).
 *
 * @public
 */
export const nodeSourceSchema = z.enum(['ssm', 's3', 'organization']);

/** @public */
export type NodeSourceKind = z.infer<typeof nodeSourceSchema>;

/**
 * Nodes that a complete listing did not show and that are kept, as they are
 * too many to believe it.
 *
 * @public
 */
export const heldRemovalsSchema = z.object({
  /** The listing it is about; a decision must name it. */
  generation: count,
  missing: count,
  known: count,
  since: timestamp,
  /** When an operator chose to keep the nodes, and who. Null while undecided. */
  dismissedAt: timestamp.nullable(),
  dismissedBy: z.string().nullable(),
});

/** @public */
export type HeldRemovals = z.infer<typeof heldRemovalsSchema>;

/** @public */
export const targetHealthSchema = z.object({
  account: z.string(),
  accountName: z.string().nullable(),
  /** Names of the organizational units from the root down, where discovery knows them. */
  organizationalUnits: z.array(z.string()),
  region: z.string(),
  source: nodeSourceSchema,
  state: targetStateSchema,
  /** When somebody asked for a sync that has not started yet. */
  requestedAt: timestamp.nullable(),
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
  /** Requests sent to AWS, retries included. */
  calls: count,
  /** Requests AWS refused as too many; they are among the calls. */
  throttles: count,
  listed: count,
  added: count,
  changed: count,
  missing: count,
  removed: count,
  heldRemovals: heldRemovalsSchema.nullable(),
  error: syncProblemSchema.nullable(),
  /** Parts that could not be read while the listing itself was complete. */
  warnings: z.array(
    syncProblemSchema.extend({
      part: z.enum([
        'tags',
        'patches',
        'agents',
        'instances',
        'objects',
        /** Which patches noncompliant nodes lack. */
        'missing-patches',
        /** What patches nodes by itself: each kind is read on its own. */
        'windows',
        'associations',
        'baselines',
        'approvals',
      ]),
    }),
  ),
});

/** @public */
export type TargetHealth = z.infer<typeof targetHealthSchema>;

/**
 * How finding the accounts of the organization, or listing its nodes, is
 * doing.
 *
 * @public
 */
export const organizationHealthSchema = z.object({
  state: targetStateSchema,
  lastStartedAt: timestamp.nullable(),
  lastFinishedAt: timestamp.nullable(),
  lastSuccessAt: timestamp.nullable(),
  /** Accounts, or nodes, that the last complete listing showed. */
  listed: count,
  calls: count,
  throttles: count,
  error: syncProblemSchema.nullable(),
});

/** @public */
export type OrganizationHealth = z.infer<typeof organizationHealthSchema>;

/**
 * How the events from EventBridge are doing. Figures count since the backend
 * that answers was started; problems are kept in the store.
 *
 * @public
 */
export const eventsHealthSchema = z.object({
  lastReceivedAt: timestamp.nullable(),
  received: count,
  /** Nodes that were read anew because of an event. */
  refreshed: count,
  /** About nothing the node store keeps, or about a target it does not know. */
  ignored: count,
  /** Messages that could not be read, newest first. At most 20 are listed. */
  problems: z.array(
    z.object({
      receivedAt: timestamp,
      reason: z.string(),
      /** How the message starts, cleaned. */
      excerpt: z.string(),
      /** How often the same was received. */
      times: count,
    }),
  ),
});

/** @public */
export type EventsHealth = z.infer<typeof eventsHealthSchema>;

/** @public */
export const syncHealthSchema = z.object({
  asOf: timestamp,
  intervalSeconds: z.number().nonnegative(),
  targets: z.array(targetHealthSchema),
  /** Finding accounts. Null where config names all of them. */
  discovery: organizationHealthSchema.nullable(),
  /** Listing all nodes of the organization. Null where that is not configured. */
  organization: organizationHealthSchema.nullable(),
  /** Null where no events are subscribed to. */
  events: eventsHealthSchema.nullable(),
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

/**
 * Which targets to sync now: one, those of an account, or all.
 *
 * @public
 */
export const startSyncSchema = z
  .object({
    account: z.string().min(1).max(32).optional(),
    region: z.string().min(1).max(32).optional(),
  })
  .refine(
    ({ account, region }) => account !== undefined || region === undefined,
    'a region needs an account',
  );

/** @public */
export type StartSync = z.infer<typeof startSyncSchema>;

/**
 * What is held back in one target: the nodes that the listing did not show.
 *
 * @public
 */
export const heldNodesSchema = z.object({
  account: z.string(),
  region: z.string(),
  held: heldRemovalsSchema,
  /** By title; at most 1,000 are listed. */
  nodes: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      nodeId: z.string(),
      ownerRef: z.string(),
      lastSeenAt: timestamp,
    }),
  ),
});

/** @public */
export type HeldNodes = z.infer<typeof heldNodesSchema>;

/**
 * What to do with a held removal. The generation is the one that was looked
 * at: a listing that came since makes the decision void.
 *
 * - `accept`: the nodes leave now;
 * - `dismiss`: they stay, and the hold is not reported as open any more until
 *   more of them are missing.
 *
 * @public
 */
export const heldDecisionSchema = z.object({
  generation: count,
  decision: z.enum(['accept', 'dismiss']),
});

/** @public */
export type HeldDecision = z.infer<typeof heldDecisionSchema>;

/** @public */
export const heldDecisionResultSchema = z.object({ removed: count });

/** @public */
export type HeldDecisionResult = z.infer<typeof heldDecisionResultSchema>;
