import {
  UpdateAssociation$,
  UpdateAssociationRequest,
  UpdateAssociationResult,
} from '@aws-sdk/client-ssm';
import { latestOf } from '../../associations/versions';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { settingsOf, targetArns } from './associationRequests';
import {
  associationArn,
  associationOf,
  toDescription,
} from './associationViews';
import { namedDocumentArn } from './documentViews';

const MOST_VERSIONS = 1000;

function settingsBefore(
  id: string | undefined,
  { associations, account, region }: RequestContext,
) {
  const found = associations.find(account, region, id ?? '');
  return found && latestOf(found).settings;
}

/**
 * Replaces all that an association says: what is left out is gone, but for
 * the document and the targets.
 */
export const UpdateAssociation: Operation<
  UpdateAssociationRequest,
  UpdateAssociationResult
> = {
  schema: UpdateAssociation$,
  action: 'ssm:UpdateAssociation',
  resource: ({ AssociationId }, context) =>
    associationArn(AssociationId, context),
  resources: ({ AssociationId, Name, Targets }, context) => {
    const before = settingsBefore(AssociationId, context);
    return [
      associationArn(AssociationId, context),
      namedDocumentArn(Name ?? before?.document, context),
      ...targetArns(Targets ?? before?.targets ?? [], context),
    ];
  },
  handle(input, context) {
    const { AssociationId = '', AssociationVersion = '$LATEST' } = input;
    const association = associationOf(AssociationId, context);
    const latest = latestOf(association);
    if (!['$LATEST', String(latest.version)].includes(AssociationVersion)) {
      throw new AwsError(
        'InvalidAssociationVersion',
        `The version ${AssociationVersion} is not the latest one.`,
      );
    }
    if (association.versions.length >= MOST_VERSIONS) {
      throw new AwsError(
        'AssociationVersionLimitExceeded',
        `An association can have at most ${MOST_VERSIONS} versions.`,
      );
    }
    const { document, targets } = latest.settings;
    const settings = settingsOf(
      { ...input, Targets: input.Targets ?? [...targets] },
      input.Name ?? document,
      context,
    );
    context.associations.change(association, settings, context.now);
    return {
      AssociationDescription: toDescription(
        association,
        latestOf(association),
        context,
      ),
    };
  },
};
