import {
  DescribeAssociation$,
  DescribeAssociationRequest,
  DescribeAssociationResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import {
  ASSOCIATION_VERSION,
  associationOf,
  lastRunOf,
  overviewOf,
} from './associationViews';

const VERSIONS = [undefined, '$LATEST', ASSOCIATION_VERSION];

/** By its id only: none was made for a document and one node. */
export const DescribeAssociation: Operation<
  DescribeAssociationRequest,
  DescribeAssociationResult
> = {
  schema: DescribeAssociation$,
  action: 'ssm:DescribeAssociation',
  resource: ({ AssociationId }, { account, region }) =>
    `arn:aws:ssm:${region}:${account}:association/${AssociationId ?? '*'}`,
  handle({ AssociationId, AssociationVersion }, context) {
    if (AssociationId === undefined) {
      throw new AwsError(
        'AssociationDoesNotExist',
        'The specified association does not exist.',
      );
    }
    const item = associationOf(AssociationId, context);
    if (!VERSIONS.includes(AssociationVersion)) {
      throw new AwsError(
        'InvalidAssociationVersion',
        `The version ${AssociationVersion} is not valid.`,
      );
    }
    const last = lastRunOf(item, context.now);
    const lastRun = last === undefined ? undefined : new Date(last);
    const created = new Date(item.schedule.createdAt);
    return {
      AssociationDescription: {
        Name: item.document,
        AssociationVersion: ASSOCIATION_VERSION,
        Date: created,
        LastUpdateAssociationDate: created,
        Overview: overviewOf(item, context),
        DocumentVersion: '$DEFAULT',
        Parameters: Object.fromEntries(
          Object.entries(item.parameters).map(([name, values]) => [
            name,
            [...values],
          ]),
        ),
        AssociationId: item.id,
        Targets: [...item.targets],
        ScheduleExpression: item.schedule.expression,
        LastExecutionDate: lastRun,
        LastSuccessfulExecutionDate: lastRun,
        AssociationName: item.name,
        MaxErrors: item.maxErrors,
        MaxConcurrency: item.maxConcurrency,
        ComplianceSeverity: item.severity,
        SyncCompliance: 'AUTO',
        ApplyOnlyAtCronInterval: false,
      },
    };
  },
};
