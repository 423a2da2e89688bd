import { z } from 'zod';

const profile = z.enum(['never', 'critical', 'security', 'other', 'compliant']);

/** How many patches of each kind and state a report counts. */
export const patchCountsSchema = z.object({
  critical: z.number().int(),
  security: z.number().int(),
  other: z.number().int(),
  missing: z.number().int(),
  failed: z.number().int(),
  pendingReboot: z.number().int(),
  rejected: z.number().int(),
  installed: z.number().int(),
  installedOther: z.number().int(),
  notApplicable: z.number().int(),
  unreportedNotApplicable: z.number().int(),
});

/** @public */
export type PatchCounts = z.infer<typeof patchCountsSchema>;

/** A patch that a node lacks. Timestamps are ISO 8601 in UTC. */
export const lackingPatchSchema = z.object({
  kbId: z.string(),
  title: z.string(),
  classification: z.string(),
  severity: z.string(),
  kind: z.enum(['critical', 'security', 'other']),
  state: z.enum([
    'MISSING',
    'FAILED',
    'INSTALLED_PENDING_REBOOT',
    'INSTALLED_REJECTED',
  ]),
  cves: z.array(z.string()),
  releasedAt: z.string(),
});

/** @public */
export type LackingPatchModel = z.infer<typeof lackingPatchSchema>;

/** How the patches of a node stand. */
export const nodePatchesSchema = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  profile,
  baselineId: z.string(),
  patchGroup: z.string().nullable(),
  /** What it last reported; null when it never did. */
  report: z
    .object({
      operation: z.string(),
      endedAt: z.string(),
      counts: patchCountsSchema,
      lacking: z.array(lackingPatchSchema),
    })
    .nullable(),
  /** What a scan would find now. */
  actual: z.object({
    counts: patchCountsSchema,
    lacking: z.array(lackingPatchSchema),
  }),
});

/** @public */
export type NodePatchesModel = z.infer<typeof nodePatchesSchema>;

/** Which nodes are meant; what is left out matches all. */
export const patchQuerySchema = z.strictObject({
  ids: z.array(z.string()).optional(),
  account: z.string().optional(),
  region: z.string().optional(),
});

/** @public */
export type PatchQuery = z.infer<typeof patchQuerySchema>;

/** What nodes reported, all together. */
export const patchSummarySchema = z.object({
  /** Managed nodes that are meant. */
  nodes: z.number().int(),
  /** How many stand how by their report. */
  profiles: z.object({
    never: z.number().int(),
    critical: z.number().int(),
    security: z.number().int(),
    other: z.number().int(),
    compliant: z.number().int(),
  }),
  counts: patchCountsSchema,
  /** Every patch that any of them lacks, most nodes first. */
  patches: z.array(
    lackingPatchSchema.omit({ state: true }).extend({
      /** How many lack it in each way. */
      missing: z.number().int(),
      failed: z.number().int(),
      pendingReboot: z.number().int(),
      rejected: z.number().int(),
      nodes: z.number().int(),
    }),
  ),
});

/** @public */
export type PatchSummary = z.infer<typeof patchSummarySchema>;
