import { Metric } from './types';

/** Data points of a series, the earliest first. */
export interface Points {
  /** Epoch milliseconds, starts of periods. */
  readonly timestamps: number[];
  readonly values: number[];
}

/** What is asked of a metric. Minutes since the epoch. */
export interface Range {
  readonly from: number;
  /** Not included. */
  readonly to: number;
  /** Minutes. */
  readonly period: number;
}

const PERCENTILE = /^p(?<percent>\d{1,2}(\.\d{1,10})?|100)$/;
const MINUTE = 60_000;

/** Data points of one period. */
export interface Sample {
  readonly values: number[];
}

function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (percent / 100) * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.ceil(place);
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}

/** Whether CloudWatch knows a statistic. */
export function isStatistic(stat: string): boolean {
  return (
    ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'].includes(stat) ||
    PERCENTILE.test(stat)
  );
}

function reduce(stat: string, values: number[]): number {
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  switch (stat) {
    case 'Average':
      return sum / values.length;
    case 'Sum':
      return sum;
    case 'Minimum':
      return min;
    case 'Maximum':
      return max;
    case 'SampleCount':
      return values.length;
    default:
      return percentile(
        values,
        Number(PERCENTILE.exec(stat)?.groups?.percent ?? 50),
      );
  }
}

/**
 * A statistic of metrics that are one to CloudWatch, period by period.
 * Periods without data are left out.
 */
export function statisticOf(
  metrics: readonly Metric[],
  stat: string,
  { from, to, period }: Range,
): Points {
  const points: Points = { timestamps: [], values: [] };
  let start = Math.floor(from / period) * period;
  for (; start < to; start += period) {
    const values: number[] = [];
    const end = Math.min(start + period, to);
    for (const metric of metrics) {
      const { step } = metric;
      let minute = Math.ceil(Math.max(start, from) / step) * step;
      for (; minute < end; minute += step) {
        const value = metric.at(minute);
        if (value !== undefined) {
          values.push(value);
        }
      }
    }
    if (values.length) {
      points.timestamps.push(start * MINUTE);
      points.values.push(reduce(stat, values));
    }
  }
  return points;
}
