import {
  MetricDatum,
  PutMetricData$,
  PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints, toDimensions } from './access';

const MINUTE = 60_000;
const OLDEST = 14 * 24 * 60 * MINUTE;
const EARLIEST = 2 * 60 * MINUTE;

function valueOf({ Value, StatisticValues, Values }: MetricDatum): number {
  if (Value !== undefined) {
    return Value;
  }
  if (Values?.length) {
    return Values.reduce((sum, each) => sum + each, 0) / Values.length;
  }
  if (StatisticValues?.SampleCount) {
    return (StatisticValues.Sum ?? 0) / StatisticValues.SampleCount;
  }
  throw new AwsError(
    'MissingParameter',
    'A datum needs Value, Values or StatisticValues.',
  );
}

/** Kept for two weeks, by the minute. */
export const PutMetricData: Operation<PutMetricDataInput, object> = {
  schema: PutMetricData$,
  action: 'cloudwatch:PutMetricData',
  handle({ Namespace = '', MetricData = [] }, context) {
    const { account, region, metrics, now } = context;
    constraints.length('namespace', Namespace, 1, 255);
    constraints.length('metricData', MetricData, 0, 1000);
    if (Namespace.startsWith('AWS/')) {
      throw new AwsError(
        'InvalidParameterValueException',
        'The value AWS/ for parameter Namespace is invalid.',
      );
    }
    for (const datum of MetricData) {
      const at = datum.Timestamp?.getTime() ?? now;
      if (at < now - OLDEST || at > now + EARLIEST) {
        throw new AwsError(
          'InvalidParameterValueException',
          'The parameter Timestamp must be within two weeks, and not later than in two hours.',
        );
      }
      constraints.length('metricName', datum.MetricName, 1, 255);
      metrics.custom.put(
        { account, region },
        {
          namespace: Namespace,
          name: datum.MetricName ?? '',
          dimensions: toDimensions(datum.Dimensions),
        },
        {
          unit: datum.Unit ?? 'None',
          minute: Math.floor(at / MINUTE),
          value: valueOf(datum),
        },
      );
    }
    return {};
  },
};
