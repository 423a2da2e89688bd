import {
  ListAccounts$,
  ListAccountsRequest,
  ListAccountsResponse,
} from '@aws-sdk/client-organizations';
import { Operation } from '../../services/types';
import { constraints, MAX_PAGE, requireAdministrator } from './access';
import { toAccount } from './toAccount';

/** Closed accounts stay listed, as they do for 90 days at AWS. */
export const ListAccounts: Operation<
  ListAccountsRequest,
  ListAccountsResponse
> = {
  schema: ListAccounts$,
  action: 'organizations:ListAccounts',
  handle(input, context) {
    requireAdministrator(context);
    constraints.range('maxResults', input.MaxResults, 1, MAX_PAGE);
    const { organization } = context;
    const page = context.pager.pageOf(organization.accounts, {
      token: input.NextToken,
      size: input.MaxResults ?? MAX_PAGE,
    });
    return {
      Accounts: page.items.map(account => toAccount(account, organization)),
      NextToken: page.nextToken,
    };
  },
};
