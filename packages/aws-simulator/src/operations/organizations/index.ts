import { Service } from '../../services/types';
import { ssm } from '../ssm';
import { DescribeAccount } from './DescribeAccount';
import { DescribeOrganization } from './DescribeOrganization';
import { ListAccounts } from './ListAccounts';
import { ListAccountsForParent } from './ListAccountsForParent';
import { ListOrganizationalUnitsForParent } from './ListOrganizationalUnitsForParent';
import { ListParents } from './ListParents';
import { ListRoots } from './ListRoots';
import { ListTagsForResource } from './ListTagsForResource';

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
  operations: [
    DescribeAccount,
    DescribeOrganization,
    ListAccounts,
    ListAccountsForParent,
    ListOrganizationalUnitsForParent,
    ListParents,
    ListRoots,
    ListTagsForResource,
  ],
  denial: ({ user, action, policy }) =>
    `User: ${user} is not authorized to perform: ${action} because no ${policy} policy allows the ${action} action`,
};
