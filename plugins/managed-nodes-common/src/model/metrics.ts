import { z } from 'zod';
import { alarmStateSchema, monitoringStateSchema } from './vocabulary';
import { flag } from './many';
import { nodeFilterSchema } from './query';

const count = z.number().int().nonnegative();
const timestamp = z.string().datetime({ offset: true });

/** What is measured, whatever the agent and the platform call it. @public */
export const metricKindSchema = z.enum([
  'cpu',
  'memory',
  'disk',
  'swap',
  'diskRead',
  'diskWrite',
  'networkIn',
  'networkOut',
  'statusCheck',
]);

/** @public */
export type MetricKind = z.infer<typeof metricKindSchema>;

/** `percent` from 0 to 100; `count` of failed checks. @public */
export const metricUnitSchema = z.enum(['percent', 'bytesPerSecond', 'count']);

/** @public */
export type MetricUnit = z.infer<typeof metricUnitSchema>;

/** The unit of each kind. @public */
export const METRIC_UNITS: Readonly<Record<MetricKind, MetricUnit>> = {
  cpu: 'percent',
  memory: 'percent',
  disk: 'percent',
  swap: 'percent',
  diskRead: 'bytesPerSecond',
  diskWrite: 'bytesPerSecond',
  networkIn: 'bytesPerSecond',
  networkOut: 'bytesPerSecond',
  statusCheck: 'count',
};

/** How far back, up to now. @public */
export const metricRangeSchema = z.enum([
  '1h',
  '3h',
  '12h',
  '1d',
  '3d',
  '7d',
  '15d',
]);

/** @public */
export type MetricRange = z.infer<typeof metricRangeSchema>;

const times = {
  range: metricRangeSchema.default('3h'),
  /** Instead of a range: the beginning, at most 15 days before `to`. */
  from: timestamp.optional(),
  /** Default: now. */
  to: timestamp.optional(),
  /** Whether the same time a week before is wanted, too. */
  compare: flag,
};

/** @public */
export const nodeMetricsQuerySchema = z.object(times);

/** @public */
export type NodeMetricsQuery = z.infer<typeof nodeMetricsQuerySchema>;

/** @public */
export type NodeMetricsRequest = z.input<typeof nodeMetricsQuerySchema>;

/** The kinds that nodes can be compared by. @public */
export const groupMetricKindSchema = z.enum(['cpu', 'memory', 'disk']);

/** @public */
export type GroupMetricKind = z.infer<typeof groupMetricKindSchema>;

/** @public */
export const groupMetricsQuerySchema = nodeFilterSchema.extend({
  ...times,
  kind: groupMetricKindSchema.default('cpu'),
});

/** @public */
export type GroupMetricsQuery = z.infer<typeof groupMetricsQuerySchema>;

/** @public */
export type GroupMetricsRequest = z.input<typeof groupMetricsQuerySchema>;

/**
 * Values at even steps: the one at index `i` is of the `periodSeconds` from
 * `start + i × periodSeconds` on. Null where nothing was reported.
 *
 * @public
 */
export const metricValuesSchema = z.array(z.number().nullable());

/** A metric as CloudWatch names it. @public */
export const metricSourceSchema = z.object({
  namespace: z.string(),
  metricName: z.string(),
  dimensions: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** @public */
export type MetricSource = z.infer<typeof metricSourceSchema>;

/** @public */
export const metricSeriesSchema = z.object({
  kind: metricKindSchema,
  /** What it is of, where there is more than one: a mount point, a drive, an interface. */
  label: z.string().nullable(),
  source: metricSourceSchema,
  /** Seconds. */
  periodSeconds: count,
  start: timestamp,
  values: metricValuesSchema,
  /** The same time a week before; null unless asked for. */
  weekBefore: metricValuesSchema.nullable(),
});

/** @public */
export type MetricSeries = z.infer<typeof metricSeriesSchema>;

/** Where the metrics of the CloudWatch agent were looked for. @public */
export const metricLookupSchema = z.object({
  namespace: z.string(),
  dimension: z.string(),
  value: z.string(),
  /** How many metrics there are; null when it was not looked. */
  found: count.nullable(),
  /** Why it was not, in words. */
  skipped: z.string().nullable(),
});

/** @public */
export type MetricLookup = z.infer<typeof metricLookupSchema>;

/** A place in AWS that gave no answer. @public */
export const metricProblemSchema = z.object({
  account: z.string(),
  region: z.string(),
  message: z.string(),
  /** The IAM action that lacks, where known. */
  missingIamAction: z.string().nullable(),
});

/** @public */
export type MetricProblem = z.infer<typeof metricProblemSchema>;

/** The metrics of a node. @public */
export const nodeMetricsSchema = z.object({
  from: timestamp,
  to: timestamp,
  series: z.array(metricSeriesSchema),
  /** How the agent's metrics were looked for, in order; it ends with what was found. */
  lookups: z.array(metricLookupSchema),
  problems: z.array(metricProblemSchema),
});

/** @public */
export type NodeMetrics = z.infer<typeof nodeMetricsSchema>;

/** @public */
export const metricNodeSchema = z.object({
  name: z.string(),
  title: z.string(),
  average: z.number(),
  maximum: z.number(),
  values: metricValuesSchema,
});

/** @public */
export type MetricNode = z.infer<typeof metricNodeSchema>;

/** Nodes at a glance. @public */
export const groupMetricsSchema = z.object({
  kind: groupMetricKindSchema,
  from: timestamp,
  to: timestamp,
  start: timestamp,
  periodSeconds: count,
  /** Nodes of the filter that the caller may read. */
  nodes: count,
  /** How many of them were asked for: those known to report, 500 at the most. */
  asked: count,
  /** How many of those had data. */
  reporting: count,
  minimum: metricValuesSchema,
  average: metricValuesSchema,
  maximum: metricValuesSchema,
  /** The average a week before; null unless asked for. */
  weekBefore: metricValuesSchema.nullable(),
  /** The five with the highest average. */
  worst: z.array(metricNodeSchema),
  problems: z.array(metricProblemSchema),
});

/** @public */
export type GroupMetrics = z.infer<typeof groupMetricsSchema>;

/** @public */
export const coverageRowSchema = z.object({
  /** An entity ref or an environment; `none` for nodes without one. */
  value: z.string(),
  nodes: count,
  monitored: count,
});

/** @public */
export type CoverageRow = z.infer<typeof coverageRowSchema>;

/** Which nodes somebody would notice. @public */
export const coverageSchema = z.object({
  nodes: count,
  states: z.array(z.object({ state: monitoringStateSchema, nodes: count })),
  byOwner: z.array(coverageRowSchema),
  byEnvironment: z.array(coverageRowSchema),
  /** The oldest look at the metrics of a place that counted nodes are in; null when there was none. */
  asOf: timestamp.nullable(),
  problems: z.array(metricProblemSchema),
});

/** @public */
export type Coverage = z.infer<typeof coverageSchema>;

/** An alarm that concerns a node. @public */
export const nodeAlarmSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  state: alarmStateSchema.exclude(['none']),
  /** Since when it is in this state. */
  since: timestamp,
  reason: z.string().nullable(),
  /** What it watches, in words: `Average of CPUUtilization > 80 for 15 minutes`. */
  condition: z.string(),
  account: z.string(),
  region: z.string(),
  node: z.object({ name: z.string(), title: z.string(), ownerRef: z.string() }),
  consoleUrl: z.string(),
});

/** @public */
export type NodeAlarm = z.infer<typeof nodeAlarmSchema>;

/** @public */
export const alarmQuerySchema = nodeFilterSchema.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** @public */
export type AlarmQuery = z.infer<typeof alarmQuerySchema>;

/** @public */
export type AlarmRequest = z.input<typeof alarmQuerySchema>;

/** Those that ring first, the longest ringing first among them. @public */
export const alarmPageSchema = z.object({
  items: z.array(nodeAlarmSchema),
  totalItems: count,
  /** How many of all ring. */
  ringing: count,
});

/** @public */
export type AlarmPage = z.infer<typeof alarmPageSchema>;

/** @public */
export const alarmHistorySchema = z.object({
  items: z.array(
    z.object({
      at: timestamp,
      state: alarmStateSchema.exclude(['none']).nullable(),
      summary: z.string(),
    }),
  ),
});

/** @public */
export type AlarmHistory = z.infer<typeof alarmHistorySchema>;
