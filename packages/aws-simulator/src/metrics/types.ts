import { StandardUnit } from '@aws-sdk/client-cloudwatch';

/** A dimension as CloudWatch names it. */
export interface MetricDimension {
  readonly Name: string;
  readonly Value: string;
}

/**
 * A metric with everything it ever reported. Minutes are whole minutes since
 * the epoch.
 */
export interface Metric {
  readonly account: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly MetricDimension[];
  readonly unit: StandardUnit;
  /** Minutes between two data points, which come at multiples of it. */
  readonly step: number;
  /** The data point of a minute; undefined when none was reported. */
  at(minute: number): number | undefined;
  /** Whether anything was reported in these minutes, both included. */
  isActive(from: number, to: number): boolean;
}

/** How a metric is asked for. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly MetricDimension[];
}

/** The text that is the same for the same dimensions in any order. */
export function keyOf({ namespace, name, dimensions }: MetricName): string {
  return JSON.stringify([
    namespace,
    name,
    ...dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort(),
  ]);
}
