import {
  ListOrganizationalUnitsForParent$,
  ListOrganizationalUnitsForParentRequest,
  ListOrganizationalUnitsForParentResponse,
} from '@aws-sdk/client-organizations';
import { Operation } from '../../services/types';
import {
  constraints,
  MAX_PAGE,
  requireAdministrator,
  requireParent,
} from './access';

/** Only those directly below, not those further down. */
export const ListOrganizationalUnitsForParent: Operation<
  ListOrganizationalUnitsForParentRequest,
  ListOrganizationalUnitsForParentResponse
> = {
  schema: ListOrganizationalUnitsForParent$,
  action: 'organizations:ListOrganizationalUnitsForParent',
  handle(input, context) {
    requireAdministrator(context);
    constraints.range('maxResults', input.MaxResults, 1, MAX_PAGE);
    const { ParentId = '' } = input;
    requireParent(ParentId, context);
    const { organization } = context;
    const page = context.pager.pageOf(organization.units.childrenOf(ParentId), {
      token: input.NextToken,
      size: input.MaxResults ?? MAX_PAGE,
      filters: ParentId,
    });
    return {
      OrganizationalUnits: page.items.map(({ id, name }) => ({
        Id: id,
        Arn: organization.arn('ou', id),
        Name: name,
        Path: organization.unitPath(id),
      })),
      NextToken: page.nextToken,
    };
  },
};
