import { NodeOverview } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { applyFilter, ResolvedFilter, Visibility } from './filters';
import { NodeRow } from './rows';

type Group = Pick<
  NodeRow,
  | 'status'
  | 'resource_type'
  | 'environment'
  | 'platform_name'
  | 'platform_version'
  | 'patch_bucket'
  | 'agent_outdated'
  | 'claimed'
> & { count: number | string };

function tally<K extends string>(
  groups: Group[],
  key: (group: Group) => K | undefined,
): Map<K, number> {
  const counts = new Map<K, number>();
  for (const group of groups) {
    const value = key(group);
    if (value !== undefined) {
      counts.set(value, (counts.get(value) ?? 0) + Number(group.count));
    }
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}

/** The oldest complete listing among the targets the counted nodes are in. */
async function oldestListing(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
): Promise<string | null> {
  const inTarget = knex('nodes')
    .select(knex.raw('1'))
    .whereRaw('nodes.account = sync_targets.account')
    .whereRaw('nodes.region = sync_targets.region');
  applyFilter(knex, inTarget, filter, visibility);
  const [{ oldest }] = await knex('sync_targets')
    .whereExists(inTarget)
    .min({ oldest: 'last_success_at' });
  return oldest === null || oldest === undefined
    ? null
    : new Date(Number(oldest)).toISOString();
}

/**
 * Counts the nodes in one pass of the database: grouped by everything the
 * overview tells apart, which gives some hundred groups however many nodes
 * there are.
 */
export async function readOverview(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
): Promise<NodeOverview> {
  const query = knex('nodes');
  applyFilter(knex, query, filter, visibility);
  const columns = [
    'status',
    'resource_type',
    'environment',
    'platform_name',
    'platform_version',
    'patch_bucket',
    'agent_outdated',
    'claimed',
  ];
  const groups: Group[] = await query
    .select(columns)
    .count({ count: '*' })
    .groupBy(columns);

  const total = tally(groups, () => 'total').get('total') ?? 0;
  const status = tally(groups, group => group.status);
  const type = tally(groups, group => group.resource_type);
  const flag = (holds: (group: Group) => boolean) =>
    tally(groups, group => (holds(group) ? 'yes' : undefined)).get('yes') ?? 0;
  return {
    total,
    online: status.get('online') ?? 0,
    connectionLost: status.get('connection-lost') ?? 0,
    stopped: status.get('stopped') ?? 0,
    missing: status.get('missing') ?? 0,
    ec2: type.get('ec2') ?? 0,
    hybrid: type.get('hybrid') ?? 0,
    agentOutdated: flag(group => Boolean(group.agent_outdated)),
    unclaimed: flag(group => !group.claimed),
    environments: [...tally(groups, group => group.environment)].map(
      ([environment, count]) => ({ environment, count }),
    ),
    platforms: [
      ...tally(groups, group =>
        JSON.stringify([
          group.platform_name ?? '',
          group.platform_version ?? '',
        ]),
      ),
    ].map(([key, count]) => {
      const [platform, version]: [string, string] = JSON.parse(key);
      return { platform, version, count };
    }),
    patch: [...tally(groups, group => group.patch_bucket)].map(
      ([bucket, count]) => ({ bucket, count }),
    ),
    asOf: await oldestListing(knex, filter, visibility),
  };
}
