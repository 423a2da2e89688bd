import {
  ListTagsForResource$,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { MAX_PAGE, requireAdministrator } from './access';

/** Accounts have tags; root and units could have some, but have none. */
export const ListTagsForResource: Operation<
  ListTagsForResourceRequest,
  ListTagsForResourceResponse
> = {
  schema: ListTagsForResource$,
  action: 'organizations:ListTagsForResource',
  handle(input, context) {
    requireAdministrator(context);
    const { ResourceId = '' } = input;
    const { organization } = context;
    const account = organization.get(ResourceId);
    if (!account && !organization.units.has(ResourceId)) {
      throw new AwsError(
        'TargetNotFoundException',
        "You specified a target that doesn't exist.",
      );
    }
    const page = context.pager.pageOf(account?.tags ?? [], {
      token: input.NextToken,
      size: MAX_PAGE,
      filters: ResourceId,
    });
    return { Tags: page.items, NextToken: page.nextToken };
  },
};
