import {
  DescribeEffectiveInstanceAssociations$,
  DescribeEffectiveInstanceAssociationsRequest,
  DescribeEffectiveInstanceAssociationsResult,
  InstanceAssociation,
} from '@aws-sdk/client-ssm';
import { StoredAssociation } from '../../associations/types';
import { latestOf } from '../../associations/versions';
import { versionOf } from '../../documents/versions';
import { arnOf } from '../../fleet/state';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { effectiveAssociations } from './associationViews';
import { constraints } from './limits';

const DEFAULT_PAGE = 5;

function contentOf(
  association: StoredAssociation,
  { documents, account, region }: RequestContext,
): string | undefined {
  const { document, documentVersion } = latestOf(association).settings;
  const stored = documents.find({ account, region }, document);
  try {
    return stored && versionOf(stored, documentVersion).text;
  } catch (error) {
    if (error instanceof AwsError) {
      // The association stays when its document goes, or that version of it.
      return undefined;
    }
    throw error;
  }
}

/** With what their documents say. */
export const DescribeEffectiveInstanceAssociations: Operation<
  DescribeEffectiveInstanceAssociationsRequest,
  DescribeEffectiveInstanceAssociationsResult
> = {
  schema: DescribeEffectiveInstanceAssociations$,
  action: 'ssm:DescribeEffectiveInstanceAssociations',
  resource: ({ InstanceId = '' }, { account, region }) =>
    arnOf({ id: InstanceId, account, region }),
  handle({ InstanceId = '', MaxResults, NextToken }, context) {
    constraints.range('maxResults', MaxResults, 1, 5);
    const [, items] = effectiveAssociations(InstanceId, context);
    const page = context.pager.pageOf(items, {
      token: NextToken,
      size: MaxResults ?? DEFAULT_PAGE,
      filters: InstanceId,
    });
    return {
      Associations: page.items.map(
        (item): InstanceAssociation => ({
          AssociationId: item.id,
          InstanceId,
          Content: contentOf(item, context),
          AssociationVersion: String(latestOf(item).version),
        }),
      ),
      NextToken: page.nextToken,
    };
  },
};
