import {
  AlarmHistoryItem,
  DescribeAlarmHistory$,
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
} from '@aws-sdk/client-cloudwatch';
import { AlarmChange, StoredAlarm } from '../../metrics/Alarms';
import { Operation } from '../../services/types';
import { alarmArn, constraints } from './access';
import { wantsMetricAlarms } from './alarmViews';

const MOST = 100;
/** CloudWatch keeps 30 days; the simulator remembers two weeks. */
const KEPT = 14 * 24 * 60 * 60_000;

function toItems(
  { settings: { name } }: StoredAlarm,
  changes: readonly AlarmChange[],
): AlarmHistoryItem[] {
  return changes.map(({ value, before, since, reason }) => ({
    AlarmName: name,
    AlarmType: 'MetricAlarm',
    Timestamp: new Date(since),
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${before} to ${value}`,
    HistoryData: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: before },
      newState: { stateValue: value, stateReason: reason },
    }),
  }));
}

/** Changes of state, of the last two weeks. */
export const DescribeAlarmHistory: Operation<
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput
> = {
  schema: DescribeAlarmHistory$,
  action: 'cloudwatch:DescribeAlarmHistory',
  resource: ({ AlarmName }, context) => alarmArn(AlarmName, context),
  handle(input, context) {
    const { account, region, alarms, now } = context;
    const { AlarmName, HistoryItemType, ScanBy } = input;
    constraints.range('maxRecords', input.MaxRecords, 1, MOST);
    const from = Math.max(now - KEPT, input.StartDate?.getTime() ?? 0);
    const to = Math.min(now, input.EndDate?.getTime() ?? now);
    const asked =
      wantsMetricAlarms(input.AlarmTypes) &&
      (HistoryItemType ?? 'StateUpdate') === 'StateUpdate';
    const items = (asked ? alarms.list(account, region) : [])
      .filter(({ settings }) => !AlarmName || settings.name === AlarmName)
      .flatMap(alarm => toItems(alarm, alarms.changesOf(alarm, from, to)))
      .sort((a, b) => Number(b.Timestamp) - Number(a.Timestamp));
    const page = context.pager.pageOf(
      ScanBy === 'TimestampAscending' ? items.reverse() : items,
      {
        token: input.NextToken,
        size: input.MaxRecords ?? MOST,
        filters: [AlarmName, HistoryItemType, ScanBy],
      },
    );
    return { AlarmHistoryItems: page.items, NextToken: page.nextToken };
  },
};
