import { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { keyOf, Metric, MetricName } from './types';

/** Two weeks of minutes: what is older is forgotten. */
const KEPT = 20_160;

interface Stored extends MetricName {
  readonly unit: StandardUnit;
  /** Values by the minute. */
  readonly values: Map<number, number>;
  latest: number;
}

function toMetric(account: string, stored: Stored): Metric {
  const { namespace, name, dimensions, unit, values } = stored;
  return {
    account,
    namespace,
    name,
    dimensions,
    unit,
    step: 1,
    at: minute => values.get(minute),
    isActive: (from, to) =>
      [...values.keys()].some(minute => minute >= from && minute <= to),
  };
}

/** What somebody put into CloudWatch. The last value of a minute counts. */
export class CustomMetrics {
  readonly #places = new Map<string, Map<string, Stored>>();

  static create(): CustomMetrics {
    return new CustomMetrics();
  }

  private constructor() {}

  put(
    place: { readonly account: string; readonly region: string },
    metric: MetricName,
    datum: {
      readonly unit: StandardUnit;
      readonly minute: number;
      readonly value: number;
    },
  ): void {
    const where = `${place.account}/${place.region}`;
    const metrics = this.#places.get(where) ?? new Map<string, Stored>();
    this.#places.set(where, metrics);
    const key = keyOf(metric);
    const stored = metrics.get(key) ?? {
      ...metric,
      unit: datum.unit,
      values: new Map<number, number>(),
      latest: 0,
    };
    metrics.set(key, stored);
    stored.values.set(datum.minute, datum.value);
    stored.latest = Math.max(stored.latest, datum.minute);
    for (const minute of stored.values.keys()) {
      if (minute < stored.latest - KEPT) {
        stored.values.delete(minute);
      }
    }
  }

  list(account: string, region: string): Metric[] {
    const metrics = this.#places.get(`${account}/${region}`);
    return [...(metrics?.values() ?? [])].map(each => toMetric(account, each));
  }
}
