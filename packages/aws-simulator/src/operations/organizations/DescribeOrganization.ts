import {
  DescribeOrganization$,
  DescribeOrganizationResponse,
} from '@aws-sdk/client-organizations';
import { Operation } from '../../services/types';

/** Any account of the organization may ask. */
export const DescribeOrganization: Operation<
  object,
  DescribeOrganizationResponse
> = {
  schema: DescribeOrganization$,
  action: 'organizations:DescribeOrganization',
  handle(_input, { organization }) {
    const { id, management } = organization;
    return {
      Organization: {
        Id: id,
        Arn: `arn:aws:organizations::${management.id}:organization/${id}`,
        FeatureSet: 'ALL',
        MasterAccountArn: organization.arn('account', management.id),
        MasterAccountId: management.id,
        MasterAccountEmail: management.email,
        AvailablePolicyTypes: [],
      },
    };
  },
};
