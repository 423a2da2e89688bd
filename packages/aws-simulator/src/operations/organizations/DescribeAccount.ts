import {
  DescribeAccount$,
  DescribeAccountRequest,
  DescribeAccountResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints, requireAdministrator } from './access';
import { toAccount } from './toAccount';

export const DescribeAccount: Operation<
  DescribeAccountRequest,
  DescribeAccountResponse
> = {
  schema: DescribeAccount$,
  action: 'organizations:DescribeAccount',
  handle(input, context) {
    requireAdministrator(context);
    constraints.pattern('accountId', input.AccountId, /^\d{12}$/);
    const { organization } = context;
    const account = organization.get(input.AccountId ?? '');
    if (!account) {
      throw new AwsError(
        'AccountNotFoundException',
        "You specified an account that doesn't exist.",
      );
    }
    return { Account: toAccount(account, organization) };
  },
};
