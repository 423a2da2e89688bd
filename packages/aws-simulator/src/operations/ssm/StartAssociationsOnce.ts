import {
  StartAssociationsOnce$,
  StartAssociationsOnceRequest,
  StartAssociationsOnceResult,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import { associationArn, associationOf } from './associationViews';
import { constraints } from './limits';

/** Runs all of them or, when one does not exist, none. */
export const StartAssociationsOnce: Operation<
  StartAssociationsOnceRequest,
  StartAssociationsOnceResult
> = {
  schema: StartAssociationsOnce$,
  action: 'ssm:StartAssociationsOnce',
  resource: ({ AssociationIds = [] }, context) =>
    associationArn(AssociationIds.at(0), context),
  resources: ({ AssociationIds = [] }, context) =>
    AssociationIds.map(id => associationArn(id, context)),
  handle({ AssociationIds = [] }, context) {
    constraints.length('associationIds', AssociationIds, 1, 10);
    const meant = new Set(AssociationIds.map(id => associationOf(id, context)));
    for (const association of meant) {
      context.associations.run(association, context.now);
    }
    return {};
  },
};
