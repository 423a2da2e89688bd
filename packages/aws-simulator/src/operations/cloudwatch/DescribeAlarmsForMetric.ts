import {
  DescribeAlarmsForMetric$,
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
} from '@aws-sdk/client-cloudwatch';
import { keyOf } from '../../metrics/types';
import { Operation } from '../../services/types';
import { alarmArn, toDimensions } from './access';
import { toMetricAlarm } from './alarmViews';

/** By exactly these dimensions. */
export const DescribeAlarmsForMetric: Operation<
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput
> = {
  schema: DescribeAlarmsForMetric$,
  action: 'cloudwatch:DescribeAlarmsForMetric',
  resource: (_, context) => alarmArn(undefined, context),
  handle(input, context) {
    const { account, region, alarms } = context;
    const wanted = keyOf({
      namespace: input.Namespace ?? '',
      name: input.MetricName ?? '',
      dimensions: toDimensions(input.Dimensions),
    });
    return {
      MetricAlarms: alarms
        .list(account, region)
        .filter(({ settings }) => {
          const { namespace, metric: name, dimensions } = settings;
          return (
            keyOf({ namespace, name, dimensions }) === wanted &&
            (!input.Statistic || input.Statistic === settings.statistic) &&
            (!input.Period || input.Period === settings.period)
          );
        })
        .map(alarm => toMetricAlarm(alarm, context)),
    };
  },
};
