import { NodeOverview } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { ResolvedFilter, Visibility } from './filters';
import { countGroups, Group, GroupColumn } from './groups';
import { NodeRow } from './rows';

/** In the order of the index that has them. */
const SUMMARY = [
  'status',
  'resource_type',
  'environment',
  'patch_bucket',
  'platform_name',
  'platform_version',
  'monitoring',
  'alarm',
  'claimed',
  'agent_outdated',
] satisfies GroupColumn[];

type Summary = Pick<NodeRow, (typeof SUMMARY)[number]> & { count: number };

function tally<K extends string>(
  groups: Summary[],
  key: (group: Summary) => K | undefined,
): Map<K, number> {
  const counts = new Map<K, number>();
  for (const group of groups) {
    const value = key(group);
    if (value !== undefined) {
      counts.set(value, (counts.get(value) ?? 0) + group.count);
    }
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}

/** The oldest complete listing among the targets the counted nodes are in. */
export async function oldestListing(
  knex: Knex,
  places: Group[],
): Promise<string | null> {
  const counted = new Set(
    places.map(({ account, region }) => `${account}/${region}`),
  );
  const targets: Array<{
    account: string;
    region: string;
    last_success_at: number | string;
  }> = await knex('sync_targets')
    .whereNotNull('last_success_at')
    .select('account', 'region', 'last_success_at');
  const times = targets
    .filter(({ account, region }) => counted.has(`${account}/${region}`))
    .map(target => Number(target.last_success_at));
  return times.length
    ? new Date(times.reduce((a, b) => Math.min(a, b))).toISOString()
    : null;
}

/**
 * Counts the nodes grouped by everything the overview tells apart, which
 * gives some hundred groups however many nodes there are.
 */
export async function readOverview(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
): Promise<NodeOverview> {
  const [summary, places] = await countGroups(knex, filter, visibility, [
    SUMMARY,
    ['account', 'region'],
  ]);
  // These columns are what was asked for.
  const groups = summary as Summary[];

  const total = tally(groups, () => 'total').get('total') ?? 0;
  const status = tally(groups, group => group.status);
  const type = tally(groups, group => group.resource_type);
  const flag = (holds: (group: Summary) => boolean) =>
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
    monitored: flag(({ monitoring }) => monitoring === 'monitored'),
    unmonitored: flag(
      ({ monitoring }) =>
        monitoring === 'unmonitored' || monitoring === 'silent',
    ),
    alarming: flag(({ alarm }) => alarm === 'alarm'),
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
    asOf: await oldestListing(knex, places),
  };
}
