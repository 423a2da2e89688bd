import { Service } from '../../services/types';
import { ssm } from '../ssm';
import { DescribeLogGroups } from './DescribeLogGroups';
import { DescribeLogStreams } from './DescribeLogStreams';
import { FilterLogEvents } from './FilterLogEvents';
import { GetLogEvents } from './GetLogEvents';
import { GetQueryResults } from './GetQueryResults';
import { StartQuery } from './StartQuery';
import { StopQuery } from './StopQuery';

/** Amazon CloudWatch Logs. */
export const logs: Service = {
  signingName: 'logs',
  protocol: 'awsJson1_1',
  namespace: 'com.amazonaws.cloudwatchlogs',
  target: 'Logs_20140328',
  errors: {
    ...ssm.errors,
    internal: ['InternalFailure', 500],
    unavailable: ['ServiceUnavailableException', 503],
    invalidParameter: 'InvalidParameterException',
    invalidToken: 'InvalidParameterException',
    expiredToken: 'InvalidParameterException',
  },
  operations: [
    DescribeLogGroups,
    DescribeLogStreams,
    FilterLogEvents,
    GetLogEvents,
    GetQueryResults,
    StartQuery,
    StopQuery,
  ],
  denial: ({ user, action, resource, policy }) =>
    `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no ${policy} policy allows the ${action} action`,
};
