import { z } from 'zod';
import { many } from './many';
import { nodeFilterSchema } from './query';
import { patchKindSchema } from './vocabulary';

const count = z.number().int().nonnegative();
const timestamp = z.string().datetime({ offset: true });

/**
 * Something in AWS that will scan or patch nodes: a maintenance window with a
 * patch task, or a State Manager association of a patch document.
 *
 * @public
 */
export const patchPlanSchema = z.object({
  /** Ours, stable. */
  id: z.string(),
  kind: z.enum(['maintenance-window', 'association']),
  /** `mw-…` or the association id. */
  awsId: z.string(),
  name: z.string(),
  account: z.string(),
  accountName: z.string().nullable(),
  region: z.string(),
  operation: z.enum(['Scan', 'Install']),
  rebootOption: z.enum(['RebootIfNeeded', 'NoReboot']).nullable(),
  /** As AWS has it, e.g. `cron(0 2 ? * SUN *)`. */
  schedule: z.string().nullable(),
  scheduleTimezone: z.string().nullable(),
  /** The next run; null when there is none or it cannot be told. */
  nextRunAt: timestamp.nullable(),
  /** Maintenance windows: hours it is open, and before its end that no task begins. */
  durationHours: z.number().nullable(),
  cutoffHours: z.number().nullable(),
  enabled: z.boolean(),
  /** Whom it is for, in words: `tag Patch Group = web`, `4 nodes`. */
  targetsText: z.string(),
  /** False when it is for something we cannot resolve, such as a resource group. */
  targetsKnown: z.boolean(),
  lastRunAt: timestamp.nullable(),
  lastStatus: z.string().nullable(),
  /** The plan in the AWS console. */
  consoleUrl: z.string(),
});

/** @public */
export type PatchPlan = z.infer<typeof patchPlanSchema>;

/** @public */
export const patchPlanQuerySchema = nodeFilterSchema.extend({
  operation: many(z.enum(['Scan', 'Install'])),
  /** Only runs within this many days. */
  withinDays: z.coerce.number().int().min(1).max(400).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(2048).optional(),
});

/** @public */
export type PatchPlanQuery = z.infer<typeof patchPlanQuerySchema>;

/** @public */
export type PatchPlanRequest = Partial<PatchPlanQuery>;

/**
 * Plans that concern nodes the caller may see, next run first; plans without
 * a next run last.
 *
 * @public
 */
export const patchPlanPageSchema = z.object({
  items: z.array(
    patchPlanSchema.extend({
      /** The caller's nodes that it is for, under the filter. */
      nodes: count,
      /** Missing patches those nodes have now: what an install may put in place. */
      missing: count,
    }),
  ),
  nextCursor: z.string().nullable(),
  /** Noncompliant nodes under the filter that no install is planned for. */
  unplanned: count,
  /** When the plans were last read from AWS, of the account read longest ago; null before the first time. */
  readAt: timestamp.nullable(),
  /** Accounts and Regions that could not be read, in words. */
  problems: z.array(
    z.object({ account: z.string(), region: z.string(), message: z.string() }),
  ),
});

/** @public */
export type PatchPlanPage = z.infer<typeof patchPlanPageSchema>;

/**
 * A patch baseline that nodes are measured by.
 *
 * @public
 */
export const patchBaselineSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  operatingSystem: z.string(),
  /** Whether it is one of AWS's own. */
  predefined: z.boolean(),
  defaultBaseline: z.boolean(),
  /** Approval rules in words, one each. */
  rules: z.array(z.string()),
  approvedPatches: z.array(z.string()),
  rejectedPatches: z.array(z.string()),
  patchGroups: z.array(z.string()),
  consoleUrl: z.string(),
});

/** @public */
export type PatchBaseline = z.infer<typeof patchBaselineSchema>;

/**
 * How and when a node is patched.
 *
 * @public
 */
export const nodePatchPlanSchema = z.object({
  /** Null when it was not read, e.g. as the node was never scanned. */
  baseline: patchBaselineSchema.nullable(),
  patchGroup: z.string().nullable(),
  /** Next run first. */
  plans: z.array(patchPlanSchema),
  readAt: timestamp.nullable(),
});

/** @public */
export type NodePatchPlan = z.infer<typeof nodePatchPlanSchema>;

/**
 * Patches that a baseline will approve and that then will be missing on the
 * nodes it measures.
 *
 * @public
 */
export const pendingApprovalSchema = z.object({
  kbId: z.string(),
  title: z.string(),
  kind: patchKindSchema,
  severity: z.string().nullable(),
  cves: z.array(z.string()),
  releasedAt: timestamp.nullable(),
  approvedAt: timestamp,
  /** The first by name of the baselines that approve it then. */
  baselineName: z.string(),
  /** How many names of baselines there are. */
  baselines: count,
  /** The caller's nodes that these baselines measure. */
  nodes: count,
});

/** @public */
export type PendingApproval = z.infer<typeof pendingApprovalSchema>;

/** Each patch once for each time of approval, soonest first, at most 200. @public */
export const pendingApprovalsSchema = z.object({
  items: z.array(pendingApprovalSchema),
});

/** @public */
export type PendingApprovals = z.infer<typeof pendingApprovalsSchema>;
