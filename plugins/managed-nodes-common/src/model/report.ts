import { z } from 'zod';
import { patchPolicySchema } from './patchCompliance';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const timestamp = z.string().datetime({ offset: true });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What the report breaks the fleet down by. @public */
export const reportDimensionSchema = z.enum([
  'environment',
  'owner',
  'application',
  /** Organizational units; absent where accounts are in none. */
  'unit',
]);

/** @public */
export type ReportDimension = z.infer<typeof reportDimensionSchema>;

/**
 * How some machines are run, now and about a month before. What was before is
 * null where nobody counted then.
 *
 * @public
 */
export const reportFiguresSchema = z.object({
  nodes: count,
  nodesBefore: count.nullable(),
  /** Share of the nodes that keep the patch policy, as patch compliance counts it. Null when there are no nodes. */
  score: share.nullable(),
  scoreBefore: share.nullable(),
  /** Nodes with a patch that should be there by now. */
  overdue: count,
  overdueBefore: count.nullable(),
  /** Share of the nodes that report metrics, of those that somebody looked for. Null when there are none. */
  watched: share.nullable(),
});

/** @public */
export type ReportFigures = z.infer<typeof reportFiguresSchema>;

/** @public */
export const reportRowSchema = reportFiguresSchema.extend({
  /** An entity ref, an environment or a unit; `none` for nodes without one. */
  value: z.string(),
});

/** @public */
export type ReportRow = z.infer<typeof reportRowSchema>;

/** What people ran on machines from the portal in some time. @public */
export const reportRunsSchema = z.object({
  started: count,
  succeeded: count,
  /** Ended otherwise, but for those that somebody cancelled. */
  failed: count,
  cancelled: count,
});

/** @public */
export type ReportRuns = z.infer<typeof reportRunsSchema>;

/**
 * How the whole fleet is run, in figures that name no node. Needs
 * `managed-nodes.report.read`.
 *
 * @public
 */
export const fleetReportSchema = z.object({
  total: reportFiguresSchema,
  /** Nodes whose agent answers. */
  online: count,
  /** Nodes that belong to nobody in particular. */
  unclaimed: count,
  /** Nodes that never reported patches. */
  neverReported: count,
  /** Nodes with an alarm that rings. */
  alarming: count,
  /** Worst first: most overdue, then lowest score, then largest. At most 200 rows each. */
  breakdowns: z.partialRecord(reportDimensionSchema, z.array(reportRowSchema)),
  /** Owners of the patches that are overdue longest, one row each, oldest first. */
  oldest: z.array(
    z.object({ owner: z.string(), dueAt: timestamp, overdue: count }),
  ),
  /** A row a day for which somebody counted, oldest first. */
  trend: z.array(
    z.object({ day, nodes: count, score: share.nullable(), overdue: count }),
  ),
  runs: z.object({
    /** Of the last 30 days, and of the 30 before. */
    now: reportRunsSchema,
    before: reportRunsSchema,
  }),
  /** The day that figures of before are of; null: there are none. */
  comparedTo: day.nullable(),
  policy: patchPolicySchema,
  /** The oldest last complete listing among all accounts and Regions. */
  asOf: timestamp.nullable(),
});

/** @public */
export type FleetReport = z.infer<typeof fleetReportSchema>;
