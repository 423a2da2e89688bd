import { Service } from '../../services/types';
import { ssm } from '../ssm';
import { GetResources } from './GetResources';

/** Resource Groups Tagging API. */
export const tagging: Service = {
  signingName: 'tagging',
  protocol: 'awsJson1_1',
  namespace: 'com.amazonaws.resourcegroupstaggingapi',
  target: 'ResourceGroupsTaggingAPI_20170126',
  errors: {
    ...ssm.errors,
    throttled: ['ThrottledException', 400],
    internal: ['InternalServiceException', 500],
    invalidParameter: 'InvalidParameterException',
    invalidToken: 'PaginationTokenExpiredException',
    expiredToken: 'PaginationTokenExpiredException',
  },
  operations: [GetResources],
  denial: ({ user, action, policy }) =>
    `User: ${user} is not authorized to perform: ${action} because no ${policy} policy allows the ${action} action`,
};
