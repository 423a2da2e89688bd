import {
  ListAccountsForParent$,
  ListAccountsForParentRequest,
  ListAccountsForParentResponse,
} from '@aws-sdk/client-organizations';
import { Operation } from '../../services/types';
import {
  constraints,
  MAX_PAGE,
  requireAdministrator,
  requireParent,
} from './access';
import { toAccount } from './toAccount';

/** Only those directly in the root or unit, not those further down. */
export const ListAccountsForParent: Operation<
  ListAccountsForParentRequest,
  ListAccountsForParentResponse
> = {
  schema: ListAccountsForParent$,
  action: 'organizations:ListAccountsForParent',
  handle(input, context) {
    requireAdministrator(context);
    constraints.range('maxResults', input.MaxResults, 1, MAX_PAGE);
    const { ParentId = '' } = input;
    requireParent(ParentId, context);
    const { organization } = context;
    const page = context.pager.pageOf(
      organization.accounts.filter(account => account.unit === ParentId),
      {
        token: input.NextToken,
        size: input.MaxResults ?? MAX_PAGE,
        filters: ParentId,
      },
    );
    return {
      Accounts: page.items.map(account => toAccount(account, organization)),
      NextToken: page.nextToken,
    };
  },
};
