import { AssociationOverview } from '@aws-sdk/client-ssm';
import { Maintenance } from '../../maintenance/Maintenance';
import { runsBetween } from '../../maintenance/schedule';
import { PatchAssociation } from '../../maintenance/types';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { constraints } from './limits';

const DAY = 86_400_000;
const ASSOCIATION_ID =
  /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
/** Longer than any association waits. */
const LONGEST_WAIT = 15 * DAY;

/** The one version of every association. */
export const ASSOCIATION_VERSION = '1';

/** When an association last ran. Epoch milliseconds. */
export function lastRunOf(
  { schedule }: PatchAssociation,
  now: number,
): number | undefined {
  return runsBetween(schedule, now - LONGEST_WAIT, now).at(-1);
}

/** How an association last went on its nodes. */
export function overviewOf(
  association: PatchAssociation,
  { maintenance, account, region }: RequestContext,
): AssociationOverview {
  const counts: Record<string, number> = {};
  for (const node of maintenance.targetsOf(association, account, region)) {
    const status = Maintenance.statusOn(association, node);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  const status = counts.Failed ? 'Failed' : 'Success';
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
  { maintenance, account, region }: RequestContext,
): PatchAssociation {
  constraints.pattern('associationId', id, ASSOCIATION_ID);
  const found = maintenance
    .associations(account, region)
    .find(each => each.id === id);
  if (!found) {
    throw new AwsError(
      'AssociationDoesNotExist',
      'The specified association does not exist.',
    );
  }
  return found;
}
