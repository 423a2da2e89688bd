import {
  DescribeAlarms$,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { alarmArn, constraints } from './access';
import { toMetricAlarm, wantsMetricAlarms } from './alarmViews';

const PAGE = 50;
const MOST = 100;

/** Alarms of metrics; there are no composite ones. */
export const DescribeAlarms: Operation<
  DescribeAlarmsInput,
  DescribeAlarmsOutput
> = {
  schema: DescribeAlarms$,
  action: 'cloudwatch:DescribeAlarms',
  resource: (_, context) => alarmArn(undefined, context),
  handle(input, context) {
    const { AlarmNames, AlarmNamePrefix, ActionPrefix, StateValue } = input;
    constraints.length('alarmNames', AlarmNames, 0, MOST);
    constraints.range('maxRecords', input.MaxRecords, 1, MOST);
    if (AlarmNames && AlarmNamePrefix !== undefined) {
      throw new AwsError(
        'ValidationError',
        'AlarmNames and AlarmNamePrefix cannot be used together.',
      );
    }
    const { account, region, alarms, now } = context;
    const page = context.pager.pageOf(
      alarms
        .list(account, region)
        .filter(
          alarm =>
            wantsMetricAlarms(input.AlarmTypes) &&
            (!AlarmNames || AlarmNames.includes(alarm.settings.name)) &&
            alarm.settings.name.startsWith(AlarmNamePrefix ?? '') &&
            (!ActionPrefix ||
              alarm.settings.actions.some(each =>
                each.startsWith(ActionPrefix),
              )) &&
            (!StateValue || alarms.stateOf(alarm, now).value === StateValue),
        ),
      {
        token: input.NextToken,
        size: input.MaxRecords ?? PAGE,
        filters: [AlarmNames, AlarmNamePrefix, ActionPrefix, StateValue],
      },
    );
    return {
      MetricAlarms: page.items.map(alarm => toMetricAlarm(alarm, context)),
      CompositeAlarms: [],
      NextToken: page.nextToken,
    };
  },
};
