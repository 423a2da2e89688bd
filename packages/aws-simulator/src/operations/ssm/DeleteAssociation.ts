import {
  DeleteAssociation$,
  DeleteAssociationRequest,
  DeleteAssociationResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { associationArn, associationOf } from './associationViews';

/** By its id only: none was made for a document and one node. */
export const DeleteAssociation: Operation<
  DeleteAssociationRequest,
  DeleteAssociationResult
> = {
  schema: DeleteAssociation$,
  action: 'ssm:DeleteAssociation',
  resource: ({ AssociationId }, context) =>
    associationArn(AssociationId, context),
  handle({ AssociationId }, context) {
    if (AssociationId === undefined) {
      throw new AwsError(
        'AssociationDoesNotExist',
        'The specified association does not exist.',
      );
    }
    const { associations, now } = context;
    associations.remove(associationOf(AssociationId, context), now);
    return {};
  },
};
