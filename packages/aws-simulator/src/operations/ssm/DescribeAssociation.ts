import {
  DescribeAssociation$,
  DescribeAssociationRequest,
  DescribeAssociationResult,
} from '@aws-sdk/client-ssm';
import { latestOf } from '../../associations/versions';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import {
  associationArn,
  associationOf,
  toDescription,
} from './associationViews';

/** By its id only: none was made for a document and one node. */
export const DescribeAssociation: Operation<
  DescribeAssociationRequest,
  DescribeAssociationResult
> = {
  schema: DescribeAssociation$,
  action: 'ssm:DescribeAssociation',
  resource: ({ AssociationId }, context) =>
    associationArn(AssociationId, context),
  handle({ AssociationId, AssociationVersion = '$LATEST' }, context) {
    if (AssociationId === undefined) {
      throw new AwsError(
        'AssociationDoesNotExist',
        'The specified association does not exist.',
      );
    }
    const association = associationOf(AssociationId, context);
    const version =
      AssociationVersion === '$LATEST'
        ? latestOf(association)
        : association.versions.find(
            each => String(each.version) === AssociationVersion,
          );
    if (!version) {
      throw new AwsError(
        'InvalidAssociationVersion',
        `The version ${AssociationVersion} is not valid.`,
      );
    }
    return {
      AssociationDescription: toDescription(association, version, context),
    };
  },
};
