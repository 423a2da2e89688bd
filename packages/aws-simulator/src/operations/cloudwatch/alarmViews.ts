import { AlarmType, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { StoredAlarm } from '../../metrics/Alarms';
import { RequestContext } from '../../services/types';
import { alarmArn } from './access';

/** Whether the alarms asked for are those of metrics, the only ones there are. */
export function wantsMetricAlarms(types: readonly AlarmType[] | undefined) {
  return !types?.length || types.includes('MetricAlarm');
}

export function toMetricAlarm(
  alarm: StoredAlarm,
  context: RequestContext,
): MetricAlarm {
  const { settings, createdAt } = alarm;
  const state = context.alarms.stateOf(alarm, context.now);
  return {
    AlarmName: settings.name,
    AlarmArn: alarmArn(settings.name, context),
    AlarmDescription: settings.description,
    AlarmConfigurationUpdatedTimestamp: new Date(createdAt),
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [...settings.actions],
    InsufficientDataActions: [],
    StateValue: state.value,
    StateReason: state.reason,
    StateUpdatedTimestamp: new Date(state.since),
    StateTransitionedTimestamp: new Date(state.since),
    MetricName: settings.metric,
    Namespace: settings.namespace,
    Statistic: settings.statistic,
    Dimensions: [...settings.dimensions],
    Period: settings.period,
    EvaluationPeriods: settings.evaluationPeriods,
    DatapointsToAlarm: settings.datapointsToAlarm,
    Threshold: settings.threshold,
    ComparisonOperator: settings.comparison,
    TreatMissingData: settings.missing,
  };
}
