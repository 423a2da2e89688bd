import { z } from 'zod';
import { accountId } from '../configValues';

/** `managedNodes.metrics` as it is written. */
export const metricsSchema = z.strictObject({
  enabled: z.boolean().default(true),
  namespace: z
    .string()
    .regex(/^[^:][\x21-\x7e ]{0,254}$/, 'expected a CloudWatch namespace')
    .default('CWAgent'),
  monitoringAccount: accountId.optional(),
  interval: z.unknown().optional(),
  alarmInterval: z.unknown().optional(),
  notifications: z
    .strictObject({ alarm: z.boolean().default(true) })
    .prefault({}),
  callsPerSecond: z.number().positive().default(5),
});

/** All that config says of metrics, times in milliseconds. */
export type MetricsConfig = Omit<
  z.infer<typeof metricsSchema>,
  'interval' | 'alarmInterval'
> & {
  readonly intervalMs: number;
  readonly alarmIntervalMs: number;
};

/** Puts what config says of metrics into the form we use. */
export function readMetrics(
  metrics: z.infer<typeof metricsSchema>,
  times: { intervalMs: number; alarmIntervalMs: number },
): MetricsConfig {
  const { interval: _interval, alarmInterval: _alarms, ...rest } = metrics;
  return { ...rest, ...times };
}
