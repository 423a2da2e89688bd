import { DeleteAlarms$, DeleteAlarmsInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { alarmArn, constraints } from './access';

/** All of them, or none. */
export const DeleteAlarms: Operation<DeleteAlarmsInput, object> = {
  schema: DeleteAlarms$,
  action: 'cloudwatch:DeleteAlarms',
  resources: ({ AlarmNames = [] }, context) =>
    AlarmNames.map(name => alarmArn(name, context)),
  handle({ AlarmNames = [] }, { account, region, alarms }) {
    constraints.length('alarmNames', AlarmNames, 0, 100);
    if (AlarmNames.some(name => !alarms.find(account, region, name))) {
      throw new AwsError('ResourceNotFound', 'There is no such alarm.', 404);
    }
    AlarmNames.forEach(name => alarms.remove(account, region, name));
    return {};
  },
};
