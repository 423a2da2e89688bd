import {
  Association,
  AssociationDescription,
  AssociationOverview,
  AssociationVersionInfo,
} from '@aws-sdk/client-ssm';
import {
  countByStatus,
  lastRunOf,
  lastSuccessOf,
  standingsOf,
  statusOfExecution,
} from '../../associations/statuses';
import {
  AssociationVersion,
  NodeStatus,
  StoredAssociation,
} from '../../associations/types';
import { latestOf } from '../../associations/versions';
import { isTarget } from '../../fleet/targets';
import { SimulatedNode } from '../../fleet/types';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { constraints, NODE_ID } from './limits';

/** As the service model defines AssociationId. */
export const ASSOCIATION_ID =
  /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

/** A moment, if there was one. */
export function toDate(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}

/** ARN of an association. */
export function associationArn(
  id: string | undefined,
  { account, region }: RequestContext,
): string {
  return `arn:aws:ssm:${region}:${account}:association/${id ?? '*'}`;
}

/** A count as AWS writes it: a map as Java does. */
export function countText(counts: Readonly<Record<string, number>>): string {
  return `{${Object.entries(counts)
    .map(([name, count]) => `${name}=${count}`)
    .join(', ')}}`;
}

/** The status that tells of all together. */
export function worstOf(
  counts: Readonly<Record<string, number>>,
  last?: NodeStatus,
): string {
  if (counts.Failed) {
    return 'Failed';
  }
  if (counts.Pending) {
    return 'Pending';
  }
  return counts.Success ? 'Success' : last?.status ?? 'Pending';
}

/** How an association stands on its nodes. */
export function overviewOf(
  association: StoredAssociation,
  { associations, now }: RequestContext,
): AssociationOverview {
  const counts = countByStatus(
    associations.targetsOf(association).map(standingsOf(association, now)),
  );
  const [last] = association.executions;
  const status = worstOf(counts, last && statusOfExecution(association, last));
  return {
    Status: status,
    DetailedStatus: status,
    AssociationStatusAggregatedCount: counts,
  };
}

/**
 * An association of the caller's account and Region.
 *
 * @throws AwsError AssociationDoesNotExist
 */
export function associationOf(
  id: string,
  { associations, account, region }: RequestContext,
): StoredAssociation {
  constraints.pattern('associationId', id, ASSOCIATION_ID);
  const found = associations.find(account, region, id);
  if (!found) {
    throw new AwsError(
      'AssociationDoesNotExist',
      'The specified association does not exist.',
    );
  }
  return found;
}

/**
 * A node of the caller's account and Region, and the associations for it.
 *
 * @throws AwsError InvalidInstanceId
 */
export function effectiveAssociations(
  id: string,
  { fleet, associations, account, region }: RequestContext,
): [SimulatedNode, StoredAssociation[]] {
  constraints.pattern('instanceId', id, NODE_ID);
  const node = fleet.find(account, region, id);
  if (!node?.managed) {
    throw new AwsError(
      'InvalidInstanceId',
      `${id} is not a managed node of ${account}.`,
    );
  }
  return [
    node,
    associations
      .list(account, region)
      .filter(each => isTarget(node, latestOf(each).settings.targets)),
  ];
}

/** What a version of an association says, in AWS's words. */
function toSettings({ settings }: AssociationVersion) {
  return {
    Name: settings.document,
    DocumentVersion: settings.documentVersion ?? '$DEFAULT',
    Parameters:
      settings.parameters &&
      Object.fromEntries(
        Object.entries(settings.parameters).map(([name, values]) => [
          name,
          [...values],
        ]),
      ),
    Targets: [...settings.targets],
    ScheduleExpression: settings.schedule,
    ScheduleOffset: settings.scheduleOffset,
    OutputLocation: settings.output,
    AssociationName: settings.name,
    MaxErrors: settings.maxErrors,
    MaxConcurrency: settings.maxConcurrency,
    ComplianceSeverity: settings.severity,
    SyncCompliance: settings.syncCompliance ?? 'AUTO',
    ApplyOnlyAtCronInterval: settings.onlyAtCron,
  };
}

/** An association as it is listed. */
export function toAssociation(
  association: StoredAssociation,
  context: RequestContext,
): Association {
  const latest = latestOf(association);
  const { settings } = latest;
  return {
    Name: settings.document,
    AssociationId: association.id,
    AssociationVersion: String(latest.version),
    DocumentVersion: settings.documentVersion ?? '$DEFAULT',
    Targets: [...settings.targets],
    LastExecutionDate: toDate(lastRunOf(association, context.now)),
    Overview: overviewOf(association, context),
    ScheduleExpression: settings.schedule,
    ScheduleOffset: settings.scheduleOffset,
    AssociationName: settings.name,
  };
}

/** A version of an association as it is described, with how all of it stands. */
export function toDescription(
  association: StoredAssociation,
  version: AssociationVersion,
  context: RequestContext,
): AssociationDescription {
  const { now } = context;
  return {
    ...toSettings(version),
    AssociationId: association.id,
    AssociationVersion: String(version.version),
    Date: new Date(association.versions[0].createdAt),
    LastUpdateAssociationDate: new Date(version.createdAt),
    Overview: overviewOf(association, context),
    LastExecutionDate: toDate(lastRunOf(association, now)),
    LastSuccessfulExecutionDate: toDate(lastSuccessOf(association, now)),
  };
}

/** A version of an association as versions are listed. */
export function toVersionInfo(
  { id }: StoredAssociation,
  version: AssociationVersion,
): AssociationVersionInfo {
  return {
    ...toSettings(version),
    AssociationId: id,
    AssociationVersion: String(version.version),
    CreatedDate: new Date(version.createdAt),
  };
}
