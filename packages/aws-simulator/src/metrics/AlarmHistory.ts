import { StateValue } from '@aws-sdk/client-cloudwatch';
import type { AlarmChange, AlarmState, StoredAlarm } from './Alarms';
import type { Metrics } from './Metrics';
import { statisticOf } from './statistics';
import { Metric } from './types';

const MINUTE = 60_000;
/** How far back the beginning of a state is looked for, in evaluations. */
const LOOKED_BACK = 14 * 288;

const COMPARISONS: Readonly<
  Record<string, (value: number, threshold: number) => boolean>
> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** What an alarm said at any time, worked out from the metric it watches. */
export class AlarmHistory {
  readonly #alarm: StoredAlarm;
  readonly #metrics: readonly Metric[];
  readonly #values = new Map<number, number | undefined>();

  static of(alarm: StoredAlarm, metrics: Metrics): AlarmHistory {
    return new AlarmHistory(alarm, metrics);
  }

  private constructor(alarm: StoredAlarm, metrics: Metrics) {
    this.#alarm = alarm;
    const { account, region, settings } = alarm;
    const { namespace, metric: name, dimensions } = settings;
    this.#metrics = metrics.finder(
      account,
      region,
    )({
      namespace,
      name,
      dimensions,
    });
  }

  /** Minutes of a period. */
  get #period(): number {
    return Math.max(1, this.#alarm.settings.period / 60);
  }

  /** The statistic of a period, by its number since the epoch. */
  #value(index: number): number | undefined {
    if (!this.#values.has(index)) {
      const from = index * this.#period;
      const { values } = statisticOf(
        this.#metrics,
        this.#alarm.settings.statistic,
        { from, to: from + this.#period, period: this.#period },
      );
      this.#values.set(index, values.at(0));
    }
    return this.#values.get(index);
  }

  /** @param last - the last complete period */
  #evaluate(last: number): StateValue | 'as before' {
    const { evaluationPeriods, datapointsToAlarm, threshold, comparison } =
      this.#alarm.settings;
    const { missing } = this.#alarm.settings;
    const recent = Array.from({ length: evaluationPeriods }, (_, i) =>
      this.#value(last - i),
    );
    const known = recent.flatMap(value => value ?? []);
    if (!known.length && missing === 'missing') {
      return 'INSUFFICIENT_DATA';
    }
    if (!known.length && missing === 'ignore') {
      return 'as before';
    }
    const breaching =
      known.filter(value => COMPARISONS[comparison](value, threshold)).length +
      (missing === 'breaching' ? recent.length - known.length : 0);
    return breaching >= datapointsToAlarm ? 'ALARM' : 'OK';
  }

  #last(at: number): number {
    return Math.floor(at / MINUTE / this.#period) - 1;
  }

  /** When the evaluation of a period is known. */
  #knownAt(period: number): number {
    return (period + 1) * this.#period * MINUTE;
  }

  #reason(value: StateValue, period: number): string {
    const { threshold, comparison, evaluationPeriods } = this.#alarm.settings;
    if (value === 'INSUFFICIENT_DATA') {
      return 'Insufficient Data: no data was received';
    }
    const shown = this.#value(period)?.toFixed(2) ?? 'no data';
    const words = comparison.replace(/[A-Z]/g, letter => ` ${letter}`).trim();
    return `Threshold Crossed: the last of ${evaluationPeriods} data points [${shown}] was evaluated as ${words.toLowerCase()} (${threshold}): ${value}`;
  }

  current(now: number): AlarmState {
    const { forced, createdAt } = this.#alarm;
    const last = this.#last(now);
    if (forced && forced.at >= this.#knownAt(last)) {
      return { value: forced.value, since: forced.at, reason: forced.reason };
    }
    const value = this.#evaluate(last);
    if (value === 'as before') {
      return {
        value: 'INSUFFICIENT_DATA',
        since: createdAt,
        reason: 'Unchecked: Initial alarm creation',
      };
    }
    let first = last;
    while (
      last - first < LOOKED_BACK &&
      this.#knownAt(first - 1) >= createdAt &&
      this.#evaluate(first - 1) === value
    ) {
      first -= 1;
    }
    return {
      value,
      since: Math.max(createdAt, this.#knownAt(first)),
      reason: this.#reason(value, first),
    };
  }

  changes(from: number, to: number): AlarmChange[] {
    const { createdAt } = this.#alarm;
    const changes: AlarmChange[] = [];
    const first = Math.max(
      this.#last(Math.max(from, createdAt)),
      this.#last(to) - LOOKED_BACK,
    );
    const earlier = this.#evaluate(first - 1);
    let before = earlier === 'as before' ? 'INSUFFICIENT_DATA' : earlier;
    for (let period = first; period <= this.#last(to); period++) {
      const value = this.#evaluate(period);
      if (value !== 'as before' && value !== before) {
        changes.push({
          value,
          before,
          since: this.#knownAt(period),
          reason: this.#reason(value, period),
        });
        before = value;
      }
    }
    return changes.reverse();
  }
}
