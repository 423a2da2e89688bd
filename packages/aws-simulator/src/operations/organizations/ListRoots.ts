import {
  ListRoots$,
  ListRootsRequest,
  ListRootsResponse,
} from '@aws-sdk/client-organizations';
import { Operation } from '../../services/types';
import { constraints, MAX_PAGE, requireAdministrator } from './access';

/** There is one root. */
export const ListRoots: Operation<ListRootsRequest, ListRootsResponse> = {
  schema: ListRoots$,
  action: 'organizations:ListRoots',
  handle(input, context) {
    requireAdministrator(context);
    constraints.range('maxResults', input.MaxResults, 1, MAX_PAGE);
    const { organization } = context;
    const { rootId } = organization.units;
    const page = context.pager.pageOf(
      [
        {
          Id: rootId,
          Arn: organization.arn('root', rootId),
          Name: 'Root',
          PolicyTypes: [],
        },
      ],
      { token: input.NextToken, size: input.MaxResults ?? MAX_PAGE },
    );
    return { Roots: page.items, NextToken: page.nextToken };
  },
};
