import {
  ListAccounts$,
  ListAccountsRequest,
  ListAccountsResponse,
} from '@aws-sdk/client-organizations';
import { Constraints } from '../../services/constraints';
import { Operation } from '../../services/types';
import { requireManagement } from './access';

const constraints = Constraints.create('InvalidInputException');
const MAX_PAGE = 20;
const JOINED = Date.UTC(2022, 2, 1);

export const ListAccounts: Operation<
  ListAccountsRequest,
  ListAccountsResponse
> = {
  schema: ListAccounts$,
  action: 'organizations:ListAccounts',
  handle(input, context) {
    requireManagement(context);
    constraints.range('maxResults', input.MaxResults, 1, MAX_PAGE);
    const { organization } = context;
    const page = context.pager.pageOf(organization.accounts, {
      token: input.NextToken,
      size: input.MaxResults ?? MAX_PAGE,
    });
    return {
      Accounts: page.items.map(account => ({
        Id: account.id,
        Arn: `arn:aws:organizations::${organization.management.id}:account/${organization.id}/${account.id}`,
        Email: account.email,
        Name: account.name,
        Status: 'ACTIVE',
        State: 'ACTIVE',
        JoinedMethod:
          account === organization.management ? 'INVITED' : 'CREATED',
        JoinedTimestamp: new Date(JOINED),
      })),
      NextToken: page.nextToken,
    };
  },
};
