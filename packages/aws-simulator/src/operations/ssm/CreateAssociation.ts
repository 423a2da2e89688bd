import {
  CreateAssociation$,
  CreateAssociationRequest,
  CreateAssociationResult,
  Target,
} from '@aws-sdk/client-ssm';
import { latestOf } from '../../associations/versions';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { settingsOf, targetArns } from './associationRequests';
import { associationArn, toDescription } from './associationViews';
import { namedDocumentArn } from './documentViews';
import { newTags } from './newTags';

/** Per account and Region. */
const MOST_ASSOCIATIONS = 2000;

/** The same targets in any order are the same text. */
function keyOf(document: string, targets: readonly Target[]): string {
  const sorted = targets
    .map(({ Key = '', Values = [] }) =>
      JSON.stringify([Key, [...Values].sort()]),
    )
    .sort();
  return JSON.stringify([document, sorted]);
}

/** For Command documents only. It runs at once, unless told otherwise. */
export const CreateAssociation: Operation<
  CreateAssociationRequest,
  CreateAssociationResult
> = {
  schema: CreateAssociation$,
  action: 'ssm:CreateAssociation',
  resource: (_, context) => associationArn(undefined, context),
  resources: ({ Name, Targets = [] }, context) => [
    associationArn(undefined, context),
    namedDocumentArn(Name, context),
    ...targetArns(Targets, context),
  ],
  handle(input, context) {
    const { associations, account, region, now } = context;
    const { Name = '', InstanceId, Tags } = input;
    if (InstanceId !== undefined) {
      // AWS refuses it too, with documents of schema 2.0 and later.
      throw new AwsError(
        'InvalidDocument',
        `Document ${Name} cannot be associated by InstanceId: specify Targets.`,
      );
    }
    const tags = newTags(Tags, 'InvalidTag');
    const settings = settingsOf(input, Name, context);
    const known = associations.list(account, region);
    const key = keyOf(settings.document, settings.targets);
    if (
      known.some(each => {
        const { document, targets } = latestOf(each).settings;
        return keyOf(document, targets) === key;
      })
    ) {
      throw new AwsError(
        'AssociationAlreadyExists',
        'The specified association already exists.',
      );
    }
    if (known.length >= MOST_ASSOCIATIONS) {
      throw new AwsError(
        'AssociationLimitExceeded',
        `You can have at most ${MOST_ASSOCIATIONS} active associations.`,
      );
    }
    const association = associations.add({ account, region }, settings, {
      tags,
      now,
    });
    return {
      AssociationDescription: toDescription(
        association,
        latestOf(association),
        context,
      ),
    };
  },
};
