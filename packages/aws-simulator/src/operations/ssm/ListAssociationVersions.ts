import {
  ListAssociationVersions$,
  ListAssociationVersionsRequest,
  ListAssociationVersionsResult,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import {
  associationArn,
  associationOf,
  toVersionInfo,
} from './associationViews';
import { constraints } from './limits';

const DEFAULT_PAGE = 50;

/** The latest first. */
export const ListAssociationVersions: Operation<
  ListAssociationVersionsRequest,
  ListAssociationVersionsResult
> = {
  schema: ListAssociationVersions$,
  action: 'ssm:ListAssociationVersions',
  resource: ({ AssociationId }, context) =>
    associationArn(AssociationId, context),
  handle({ AssociationId = '', MaxResults, NextToken }, context) {
    constraints.range('maxResults', MaxResults, 1, 50);
    const association = associationOf(AssociationId, context);
    const page = context.pager.pageOf([...association.versions].reverse(), {
      token: NextToken,
      size: MaxResults ?? DEFAULT_PAGE,
      filters: AssociationId,
    });
    return {
      AssociationVersions: page.items.map(version =>
        toVersionInfo(association, version),
      ),
      NextToken: page.nextToken,
    };
  },
};
