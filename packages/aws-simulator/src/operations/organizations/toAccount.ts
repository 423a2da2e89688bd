import { Account as AwsAccount } from '@aws-sdk/client-organizations';
import { Account } from '../../model/accounts';
import { Organization } from '../../model/Organization';

/** The older of the two words for an account's state knows fewer of them. */
function statusOf({ state }: Account): AwsAccount['Status'] {
  switch (state) {
    case 'CLOSED':
      return 'SUSPENDED';
    case 'PENDING_ACTIVATION':
      return undefined;
    default:
      return state;
  }
}

/** An account as Organizations shows it. */
export function toAccount(
  account: Account,
  organization: Organization,
): AwsAccount {
  return {
    Id: account.id,
    Arn: organization.arn('account', account.id),
    Email: account.email,
    Name: account.name,
    Status: statusOf(account),
    State: account.state,
    Paths: [`${organization.unitPath(account.unit)}${account.id}/`],
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: new Date(account.joinedAt),
  };
}
