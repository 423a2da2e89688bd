import { Service } from '../../services/types';
import { ssm } from '../ssm';
import { DescribeOrganization } from './DescribeOrganization';
import { ListAccounts } from './ListAccounts';

/** AWS Organizations. */
export const organizations: Service = {
  signingName: 'organizations',
  protocol: 'awsJson1_1',
  namespace: 'com.amazonaws.organizations',
  target: 'AWSOrganizationsV20161128',
  errors: {
    ...ssm.errors,
    throttled: ['TooManyRequestsException', 400],
    internal: ['ServiceException', 500],
    invalidParameter: 'InvalidInputException',
    invalidToken: 'InvalidInputException',
    expiredToken: 'InvalidInputException',
  },
  operations: [DescribeOrganization, ListAccounts],
  denial: ({ user, action }) =>
    `User: ${user} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
};
