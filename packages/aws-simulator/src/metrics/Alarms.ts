import {
  ComparisonOperator,
  StateValue,
  Statistic,
} from '@aws-sdk/client-cloudwatch';
import { Fleet } from '../fleet/Fleet';
import { Metrics } from './Metrics';
import { AlarmHistory } from './AlarmHistory';
import { seededAlarms } from './seededAlarms';
import { MetricDimension } from './types';

/** What an alarm watches, and when it rings. */
export interface AlarmSettings {
  readonly name: string;
  readonly description: string | undefined;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly MetricDimension[];
  readonly statistic: Statistic;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly missing: 'missing' | 'breaching' | 'notBreaching' | 'ignore';
  readonly actions: readonly string[];
}

/** An alarm of an account and Region. */
export interface StoredAlarm {
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly settings: AlarmSettings;
  /** A state somebody set, until it is evaluated again. */
  forced: { value: StateValue; reason: string; at: number } | undefined;
}

/** A state of an alarm, and since when. */
export interface AlarmState {
  readonly value: StateValue;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly reason: string;
}

/** A change of an alarm's state. */
export interface AlarmChange extends AlarmState {
  readonly before: StateValue;
}

/** The alarms of every account and Region; their states are worked out from what they watch. */
export class Alarms {
  readonly #fleet: Fleet;
  readonly #metrics: Metrics;
  readonly #places = new Map<string, Map<string, StoredAlarm>>();

  static create(options: { fleet: Fleet; metrics: Metrics }): Alarms {
    return new Alarms(options);
  }

  private constructor(options: { fleet: Fleet; metrics: Metrics }) {
    this.#fleet = options.fleet;
    this.#metrics = options.metrics;
  }

  #of(account: string, region: string): Map<string, StoredAlarm> {
    const key = `${account}/${region}`;
    let alarms = this.#places.get(key);
    if (!alarms) {
      alarms = new Map(
        seededAlarms(this.#fleet.list(account, region), this.#metrics).map(
          alarm => [alarm.settings.name, alarm],
        ),
      );
      this.#places.set(key, alarms);
    }
    return alarms;
  }

  /** Those of an account and Region, by their names. */
  list(account: string, region: string): StoredAlarm[] {
    return [...this.#of(account, region).values()].sort((a, b) =>
      a.settings.name < b.settings.name ? -1 : 1,
    );
  }

  find(account: string, region: string, name: string): StoredAlarm | undefined {
    return this.#of(account, region).get(name);
  }

  /** Makes an alarm, or replaces the one of its name. */
  put(
    place: { readonly account: string; readonly region: string },
    settings: AlarmSettings,
    now: number,
  ): void {
    const { account, region } = place;
    this.#of(account, region).set(settings.name, {
      account,
      region,
      createdAt: now,
      settings,
      forced: undefined,
    });
  }

  remove(account: string, region: string, name: string): void {
    this.#of(account, region).delete(name);
  }

  /** How an alarm stands. */
  stateOf(alarm: StoredAlarm, now: number): AlarmState {
    return AlarmHistory.of(alarm, this.#metrics).current(now);
  }

  /** Changes of an alarm's state, the latest first. Epoch milliseconds. */
  changesOf(alarm: StoredAlarm, from: number, to: number): AlarmChange[] {
    return AlarmHistory.of(alarm, this.#metrics).changes(from, to);
  }
}
