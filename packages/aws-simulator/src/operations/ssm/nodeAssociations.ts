import { InstanceInformation } from '@aws-sdk/client-ssm';
import { countByStatus, standingsOf } from '../../associations/statuses';
import { latestOf } from '../../associations/versions';
import { isTarget } from '../../fleet/targets';
import { SimulatedNode } from '../../fleet/types';
import { RequestContext } from '../../services/types';
import { toDate, worstOf } from './associationViews';

/** What nodes tell of their associations. */
export type NodeAssociations = Pick<
  InstanceInformation,
  | 'AssociationStatus'
  | 'LastAssociationExecutionDate'
  | 'LastSuccessfulAssociationExecutionDate'
  | 'AssociationOverview'
>;

function latest(times: ReadonlyArray<number | undefined>): Date | undefined {
  const known = times.flatMap(time => time ?? []);
  return toDate(known.length ? Math.max(...known) : undefined);
}

/** How the associations of a node stand together; nothing for a node that has none. */
export function nodeAssociations({
  associations,
  account,
  region,
  now,
}: RequestContext): (node: SimulatedNode) => NodeAssociations {
  const all = associations.list(account, region).map(each => ({
    targets: latestOf(each).settings.targets,
    statusOn: standingsOf(each, now),
  }));
  return node => {
    const statuses = all
      .filter(({ targets }) => isTarget(node, targets))
      .map(({ statusOn }) => statusOn(node));
    if (!statuses.length) {
      return {};
    }
    const counts = countByStatus(statuses);
    const status = worstOf(counts);
    return {
      AssociationStatus: status,
      LastAssociationExecutionDate: latest(
        statuses.map(({ executedAt }) => executedAt),
      ),
      LastSuccessfulAssociationExecutionDate: latest(
        statuses.map(each =>
          each.status === 'Success' ? each.executedAt : undefined,
        ),
      ),
      AssociationOverview: {
        DetailedStatus: status,
        InstanceAssociationStatusAggregatedCount: counts,
      },
    };
  };
}
