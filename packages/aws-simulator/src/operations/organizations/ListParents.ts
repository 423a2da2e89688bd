import {
  ListParents$,
  ListParentsRequest,
  ListParentsResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints, MAX_PAGE, requireAdministrator } from './access';

/** An account or unit has one parent. */
export const ListParents: Operation<ListParentsRequest, ListParentsResponse> = {
  schema: ListParents$,
  action: 'organizations:ListParents',
  handle(input, context) {
    requireAdministrator(context);
    constraints.range('maxResults', input.MaxResults, 1, MAX_PAGE);
    const { ChildId = '' } = input;
    const { organization } = context;
    const { units } = organization;
    const parent =
      organization.get(ChildId)?.unit ?? units.get(ChildId)?.parent;
    if (parent === undefined) {
      throw new AwsError(
        'ChildNotFoundException',
        "You specified an organizational unit (OU) or account that doesn't exist.",
      );
    }
    const page = context.pager.pageOf(
      [
        {
          Id: parent,
          Type: parent === units.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT',
        } as const,
      ],
      {
        token: input.NextToken,
        size: input.MaxResults ?? MAX_PAGE,
        filters: ChildId,
      },
    );
    return { Parents: page.items, NextToken: page.nextToken };
  },
};
