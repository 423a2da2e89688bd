import knexFactory, { Knex } from 'knex';
import { openDatabase } from '../../plugins/managed-nodes-backend/src/nodes/database';
import { Visibility } from '../../plugins/managed-nodes-backend/src/nodes/filters';
import { NodeQueries } from '../../plugins/managed-nodes-backend/src/nodes/NodeQueries';
import { NodeWriter } from '../../plugins/managed-nodes-backend/src/nodes/NodeWriter';
import { NO_PATCH_REPORT } from '../../plugins/managed-nodes-backend/src/nodes/rows';
import { NodeObservation } from '../../plugins/managed-nodes-backend/src/nodes/types';
import { BenchOptions, figure } from './figures';

const ROUNDS = 30;
const TEAMS = 60;
const PLATFORMS: Array<[string, string, 'Linux' | 'Windows']> = [
  ['Ubuntu', '22.04', 'Linux'],
  ['Ubuntu', '24.04', 'Linux'],
  ['Amazon Linux', '2023', 'Linux'],
  ['Red Hat Enterprise Linux', '9.4', 'Linux'],
  ['SLES', '15.6', 'Linux'],
  ['Microsoft Windows Server 2019 Datacenter', '10.0.17763', 'Windows'],
  ['Microsoft Windows Server 2022 Datacenter', '10.0.20348', 'Windows'],
];
const BUCKETS = [
  'compliant',
  'compliant',
  'compliant',
  'critical',
  'security',
  'other',
  'never-reported',
] as const;

/** Chooses for each index what looks random and is the same in every run. */
function pick<T>(items: readonly T[], index: number, salt: number): T {
  return items[
    Math.abs(Math.imul(index + salt, 2654435761) >> 8) % items.length
  ];
}

function node(index: number): NodeObservation {
  const team = Math.abs(Math.imul(index, 40503)) % TEAMS;
  const [platformName, platformVersion, platformType] = pick(
    PLATFORMS,
    index,
    1,
  );
  const environment = pick(
    ['aws', 'aws', 'azure', 'gcp', 'vmware', 'on-premises'] as const,
    index,
    2,
  );
  return {
    nodeId: `mi-${index.toString(16).padStart(17, '0')}`,
    reportedName: `team${team}-app-${index}`,
    environment,
    resourceType: environment === 'aws' ? 'ec2' : 'hybrid',
    pingStatus: index % 11 ? 'Online' : 'ConnectionLost',
    lastPingAt: 1_700_000_000_000 + index,
    instanceState: null,
    computerName: `host-${index}.example.com`,
    ipAddress: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    platformType,
    platformName,
    platformVersion,
    agentVersion: `3.3.${index % 9}.0`,
    agentUpToDate: index % 9 === 8,
    activationId: null,
    iamRole: null,
    registeredAt: null,
    instanceType: null,
    availabilityZone: null,
    architecture: 'x86_64',
    launchedAt: null,
    sourceId: null,
    sourceLocation: null,
    tags: {
      Owner: `team-${team}`,
      Application: `system-${index % 200}`,
      Stage: index % 3 ? 'prod' : 'test',
      CostCenter: String(4000 + (index % 50)),
    },
    patch: { ...NO_PATCH_REPORT, bucket: pick(BUCKETS, index, 3) },
  };
}

async function fill(knex: Knex, nodes: number): Promise<void> {
  const writer = NodeWriter.create({ knex });
  const targets = 60;
  for (let start = 0; start < nodes; start += 1000) {
    const page = Array.from({ length: Math.min(1000, nodes - start) }, (_, i) =>
      node(start + i),
    );
    const target = (start / 1000) % targets;
    await writer.applyPage(
      {
        account: String(100_000_000_000 + Math.floor(target / 3)),
        region: ['eu-central-1', 'us-east-1', 'ap-southeast-2'][target % 3],
        accountName: `account-${Math.floor(target / 3)}`,
        generation: 1,
        decideOwnership: ({ tags }) => ({
          ownerRef: `group:default/${tags.Owner}`,
          claimed: true,
          unclaimedReason: null,
          systemRef: `system:default/${tags.Application}`,
          componentRef: null,
        }),
        undecided: {
          ownerRef: 'group:default/platform-team',
          claimed: false,
          unclaimedReason: null,
          systemRef: null,
          componentRef: null,
        },
      },
      page,
      Date.now(),
    );
  }
}

async function time(action: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  await action();
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await action();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

function at(times: number[], share: number): number {
  return times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)];
}

/**
 * Times the queries behind the pages over a filled node store. The baseline
 * is a bare `SELECT … LIMIT 50` by primary key on the same connection.
 */
export async function benchQuery({
  nodes,
  connection,
}: BenchOptions): Promise<void> {
  const knex = knexFactory({
    client: 'pg',
    connection,
    pool: { min: 0, max: 10 },
  });
  try {
    await knex.raw('DROP SCHEMA public CASCADE');
    await knex.raw('CREATE SCHEMA public');
    await openDatabase({ getClient: async () => knex });
    const filling = performance.now();
    await fill(knex, nodes);
    const filled = (performance.now() - filling) / 1000;
    figure('query.fill', {
      nodes,
      seconds: filled,
      nodesPerSecond: nodes / filled,
    });
    await knex.raw('VACUUM ANALYZE nodes');

    const queries = NodeQueries.create({
      knex,
      context: { partition: 'aws', accountNames: new Map() },
    });
    const all = { all: true } as Visibility;
    const owner: Visibility = {
      criteria: { field: 'owner', in: ['group:default/team-7'] },
    };
    const list = (
      request: Partial<Parameters<NodeQueries['list']>[0]>,
      visibility = all,
    ) =>
      queries.list(
        { sort: 'title', order: 'asc', limit: 50, ...request },
        visibility,
      );

    const baseline = at(
      await time(() => knex('nodes').select().orderBy('id').limit(50)),
      0.5,
    );
    figure('query.baseline', { nodes, p50Ms: baseline });

    const middle = (await list({ q: `team30-app-` })).nextCursor ?? undefined;
    const cases: Record<string, () => Promise<unknown>> = {
      'list.first': () => list({}),
      'list.deep': () => list({ cursor: middle }),
      'list.sort-ping': () => list({ sort: 'lastPing', order: 'desc' }),
      'list.sort-patch': () => list({ sort: 'patch', order: 'desc' }),
      'list.sort-platform': () => list({ sort: 'platform' }),
      'list.sort-agent': () => list({ sort: 'agentVersion' }),
      'list.filter-environment': () => list({ environment: ['azure'] }),
      'list.filter-tag': () => list({ tag: ['CostCenter=4007'] }),
      'list.filter-text': () => list({ q: 'host-12345' }),
      'list.filter-text-common': () => list({ q: 'team7-app' }),
      'list.filter-ip': () => list({ q: '10.1.44.17' }),
      'list.owner': () => list({}, owner),
      'list.owner-filter': () =>
        list({ status: ['connection-lost'], patchBucket: ['critical'] }, owner),
      'facets.all': () => queries.facets({}, all),
      'facets.owner': () => queries.facets({}, owner),
      'overview.all': () => queries.overview({}, all),
      'overview.owner': () => queries.overview({}, owner),
    };
    for (const [name, action] of Object.entries(cases)) {
      const times = await time(action);
      const p50 = at(times, 0.5);
      figure(`query.${name}`, {
        nodes,
        p50Ms: p50,
        p95Ms: at(times, 0.95),
        ratio: p50 / baseline,
      });
    }
  } finally {
    await knex.destroy();
  }
}
