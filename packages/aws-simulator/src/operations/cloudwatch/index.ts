import { Service } from '../../services/types';
import { ssm } from '../ssm';
import { DeleteAlarms } from './DeleteAlarms';
import { DescribeAlarmHistory } from './DescribeAlarmHistory';
import { DescribeAlarms } from './DescribeAlarms';
import { DescribeAlarmsForMetric } from './DescribeAlarmsForMetric';
import { GetMetricData } from './GetMetricData';
import { ListMetrics } from './ListMetrics';
import { PutMetricAlarm } from './PutMetricAlarm';
import { PutMetricData } from './PutMetricData';
import { SetAlarmState } from './SetAlarmState';

/** Amazon CloudWatch: metrics and alarms. */
export const cloudwatch: Service = {
  signingName: 'monitoring',
  protocol: 'awsJson1_0',
  namespace: 'com.amazonaws.cloudwatch',
  target: 'GraniteServiceVersion20100801',
  errors: {
    ...ssm.errors,
    throttled: ['ThrottlingException', 400],
    internal: ['InternalServiceFault', 500],
    unavailable: ['ServiceUnavailable', 503],
    denied: ['AccessDeniedException', 403],
    unknownOperation: ['InvalidAction', 400],
    invalidParameter: 'ValidationError',
    invalidToken: 'InvalidNextToken',
    expiredToken: 'InvalidNextToken',
  },
  // CloudWatch spoke the query protocol once; clients still go by its codes.
  queryCodes: {
    AccessDeniedException: 'AccessDenied',
    InternalServiceFault: 'InternalServiceError',
    InvalidParameterValueException: 'InvalidParameterValue',
    InvalidParameterCombinationException: 'InvalidParameterCombination',
    ResourceNotFound: 'ResourceNotFound',
    ThrottlingException: 'Throttling',
  },
  operations: [
    DeleteAlarms,
    DescribeAlarmHistory,
    DescribeAlarms,
    DescribeAlarmsForMetric,
    GetMetricData,
    ListMetrics,
    PutMetricAlarm,
    PutMetricData,
    SetAlarmState,
  ],
  denial: ({ user, action, resource, policy }) =>
    `User: ${user} is not authorized to perform: ${action}${
      resource ? ` on resource: ${resource}` : ''
    } because no ${policy} policy allows the ${action} action`,
};
