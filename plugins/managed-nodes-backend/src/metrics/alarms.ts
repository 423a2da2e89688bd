import { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { AlarmState } from '@managed-nodes/plugin-managed-nodes-common';
import { createHash } from 'node:crypto';
import { TargetKey } from '../nodes/types';
import { cleanText } from '../nodes/text';

/** An alarm without the node it concerns. */
export interface AlarmObservation {
  readonly id: string;
  readonly name: string;
  readonly state: Exclude<AlarmState, 'none'>;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly details: AlarmDetails;
}

/** What is shown of an alarm but never queried. */
export interface AlarmDetails {
  readonly description: string | null;
  readonly reason: string | null;
  readonly condition: string;
}

const STATES: Readonly<Record<string, Exclude<AlarmState, 'none'>>> = {
  ALARM: 'alarm',
  OK: 'ok',
  INSUFFICIENT_DATA: 'insufficient-data',
};

/** In which order alarms are shown, and which is a node's worst. */
export const ALARM_RANKS: Readonly<
  Record<Exclude<AlarmState, 'none'>, number>
> = { alarm: 0, 'insufficient-data': 1, ok: 2 };

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

function spanOf(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
}

/** When an alarm rings, in words. */
export function conditionOf({
  MetricName,
  Statistic,
  ExtendedStatistic,
  ComparisonOperator,
  Threshold,
  Period = 60,
  EvaluationPeriods = 1,
  Metrics,
}: MetricAlarm): string {
  const what = MetricName
    ? `${Statistic ?? ExtendedStatistic ?? ''} of ${MetricName}`
    : Metrics?.find(({ ReturnData }) => ReturnData)?.Label ??
      'An expression of metrics';
  const sign = SIGNS[ComparisonOperator ?? ''];
  const rest =
    sign && Threshold !== undefined
      ? ` ${sign} ${Threshold}`
      : ' outside of what is usual';
  return `${what}${rest} for ${spanOf(Period * EvaluationPeriods)}`;
}

/** The dimensions of all metrics an alarm looks at. */
export function dimensionsOf({
  Dimensions,
  Metrics = [],
}: MetricAlarm): Array<Array<{ name: string; value: string }>> {
  return [
    Dimensions ?? [],
    ...Metrics.map(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? []),
  ].map(dimensions =>
    dimensions.map(({ Name = '', Value = '' }) => ({
      name: Name,
      value: Value,
    })),
  );
}

/** An alarm as we keep it; undefined when it has no name or state. */
export function toObservation(
  { account, region }: TargetKey,
  alarm: MetricAlarm,
): AlarmObservation | undefined {
  const { AlarmName, StateValue = '' } = alarm;
  const state = STATES[StateValue];
  if (!AlarmName || !state) {
    return undefined;
  }
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return {
    id: createHash('sha1')
      .update(JSON.stringify([account, region, AlarmName]))
      .digest('hex'),
    name: cleanText(AlarmName, 255) ?? '',
    state,
    since: since?.getTime() ?? 0,
    details: {
      description: cleanText(alarm.AlarmDescription, 1024) ?? null,
      reason: cleanText(alarm.StateReason, 1024) ?? null,
      condition: cleanText(conditionOf(alarm), 512) ?? '',
    },
  };
}
