import {
  PutMetricAlarm$,
  PutMetricAlarmInput,
} from '@aws-sdk/client-cloudwatch';
import { AlarmSettings } from '../../metrics/Alarms';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { alarmArn, constraints, toDimensions } from './access';

const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const MISSING = ['missing', 'breaching', 'notBreaching', 'ignore'] as const;

/** For one metric with a plain statistic; no math, no anomaly detection. */
export const PutMetricAlarm: Operation<PutMetricAlarmInput, object> = {
  schema: PutMetricAlarm$,
  action: 'cloudwatch:PutMetricAlarm',
  resource: ({ AlarmName }, context) => alarmArn(AlarmName, context),
  handle(input, { account, region, alarms, now }) {
    const { AlarmName = '', MetricName, Namespace, Statistic } = input;
    const { Period, Threshold, ComparisonOperator, EvaluationPeriods } = input;
    constraints.length('alarmName', AlarmName, 1, 255);
    constraints.oneOf('comparisonOperator', ComparisonOperator, COMPARISONS);
    constraints.range('evaluationPeriods', EvaluationPeriods, 1, 1440);
    const missing = MISSING.find(
      each => each === (input.TreatMissingData ?? 'missing'),
    );
    if (
      !MetricName ||
      !Namespace ||
      !Statistic ||
      !ComparisonOperator ||
      !EvaluationPeriods ||
      !missing ||
      Period === undefined ||
      Period % 60 !== 0 ||
      Threshold === undefined
    ) {
      throw new AwsError(
        'ValidationError',
        'An alarm of the simulator needs MetricName, Namespace, Statistic, a Period of whole minutes, EvaluationPeriods, ComparisonOperator and Threshold.',
      );
    }
    constraints.range(
      'datapointsToAlarm',
      input.DatapointsToAlarm,
      1,
      EvaluationPeriods,
    );
    const settings: AlarmSettings = {
      name: AlarmName,
      description: input.AlarmDescription,
      namespace: Namespace,
      metric: MetricName,
      dimensions: toDimensions(input.Dimensions),
      statistic: Statistic,
      period: Period,
      evaluationPeriods: EvaluationPeriods,
      datapointsToAlarm: input.DatapointsToAlarm ?? EvaluationPeriods,
      threshold: Threshold,
      comparison: ComparisonOperator,
      missing,
      actions: input.AlarmActions ?? [],
    };
    alarms.put({ account, region }, settings, now);
    return {};
  },
};
