import { z } from 'zod';

/** Epoch milliseconds; `to` is not included. @public */
export const metricsQuerySchema = z.object({
  from: z.number(),
  to: z.number(),
});

/** @public */
export type MetricsQuery = z.infer<typeof metricsQuerySchema>;

/** @public */
export const nodeSeriesSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  dimensions: z.record(z.string(), z.string()),
  unit: z.string(),
  /** Epoch milliseconds and what was reported then. */
  points: z.array(z.tuple([z.number(), z.number()])),
});

/** @public */
export type NodeSeries = z.infer<typeof nodeSeriesSchema>;

export const nodeSeriesListSchema = z.object({
  series: z.array(nodeSeriesSchema),
});

/** @public */
export const stressSchema = z.object({
  /** Percent of all processors. */
  cpu: z.number().min(0).max(100),
  minutes: z.number().positive(),
});

/** @public */
export type StressInput = z.infer<typeof stressSchema>;
