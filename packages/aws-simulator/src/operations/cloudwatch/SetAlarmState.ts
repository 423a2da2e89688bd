import { SetAlarmState$, SetAlarmStateInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { alarmArn, constraints } from './access';

/** Until the alarm is evaluated the next time. */
export const SetAlarmState: Operation<SetAlarmStateInput, object> = {
  schema: SetAlarmState$,
  action: 'cloudwatch:SetAlarmState',
  resource: ({ AlarmName }, context) => alarmArn(AlarmName, context),
  handle(input, { account, region, alarms, now }) {
    const { AlarmName = '', StateValue, StateReason = '' } = input;
    constraints.length('stateReason', StateReason, 0, 1023);
    const alarm = alarms.find(account, region, AlarmName);
    if (!alarm || !StateValue) {
      throw new AwsError('ResourceNotFound', 'There is no such alarm.', 404);
    }
    alarm.forced = { value: StateValue, reason: StateReason, at: now };
    return {};
  },
};
