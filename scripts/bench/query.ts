import { ConfigReader } from '@backstage/config';
import { Knex } from 'knex';
import { SyncTarget } from '../../plugins/managed-nodes-backend/src/accounts/types';
import { readManagedNodesConfig } from '../../plugins/managed-nodes-backend/src/config';
import { AbsentNodes } from '../../plugins/managed-nodes-backend/src/nodes/AbsentNodes';
import { ChangeFeed } from '../../plugins/managed-nodes-backend/src/nodes/ChangeFeed';
import { Visibility } from '../../plugins/managed-nodes-backend/src/nodes/filters';
import { NodeQueries } from '../../plugins/managed-nodes-backend/src/nodes/NodeQueries';
import { HeldRemovals } from '../../plugins/managed-nodes-backend/src/sync/HeldRemovals';
import { readSyncHealth } from '../../plugins/managed-nodes-backend/src/sync/health';
import { TargetStore } from '../../plugins/managed-nodes-backend/src/sync/TargetStore';
import { UnmanagedQueries } from '../../plugins/managed-nodes-backend/src/unmanaged/UnmanagedQueries';
import { nodeSortFieldSchema } from '../../plugins/managed-nodes-common/src';
import { openStore } from './database';
import { BenchOptions, figure } from './figures';
import { fillStore, targetsOf } from './fleet';
import { percentile, repeat, timed } from './measure';

const ROUNDS = 30;
const CONTEXT = {
  partition: 'aws',
  accountNames: new Map<string, string>(),
  patchPolicy: { staleAfterMs: 1_209_600_000 },
};
const ALL: Visibility = { all: true };
const TEAM: Visibility = {
  criteria: { field: 'owner', in: ['group:default/team-7'] },
};

type Cases = Record<string, () => Promise<unknown>>;
type ListRequest = Parameters<NodeQueries['list']>[0];

async function lists(queries: NodeQueries): Promise<Cases> {
  const list = (request: Partial<ListRequest>, visibility = ALL) =>
    queries.list(
      { sort: 'title', order: 'asc', limit: 50, ...request },
      visibility,
    );
  const middle = (await list({ q: 'team30-app-' })).nextCursor ?? undefined;
  return {
    'list.first': () => list({}),
    'list.deep': () => list({ cursor: middle }),
    ...Object.fromEntries(
      nodeSortFieldSchema.options.flatMap(sort =>
        (['asc', 'desc'] as const).map(order => [
          `list.sort-${sort}-${order}`,
          () => list({ sort, order }),
        ]),
      ),
    ),
    'list.filter-environment': () => list({ environment: ['azure'] }),
    'list.filter-status-patch': () =>
      list({ status: ['connection-lost'], patchBucket: ['critical'] }),
    'list.filter-platform': () => list({ platform: ['SLES'] }),
    'list.filter-account': () => list({ account: ['100000000003'] }),
    'list.filter-application': () =>
      list({ application: ['system:default/system-7'] }),
    'list.filter-tag': () => list({ tag: ['CostCenter=4007'] }),
    'list.filter-tag-of-a-team': () => list({ tag: ['Owner=team-7'] }),
    'list.filter-tag-common': () => list({ tag: ['Stage=prod'] }),
    'list.filter-text': () => list({ q: 'host-12345' }),
    'list.filter-text-common-parts': () => list({ q: 'team7-app' }),
    'list.filter-text-in-all': () => list({ q: 'app' }),
    'list.filter-ip': () => list({ q: '10.1.44.17' }),
    'list.owner': () => list({}, TEAM),
    'list.owner-filter': () =>
      list({ status: ['connection-lost'], patchBucket: ['critical'] }, TEAM),
  };
}

function counts(queries: NodeQueries): Cases {
  return {
    'facets.all': () => queries.facets({}, ALL),
    'facets.owner': () => queries.facets({}, TEAM),
    'facets.environment': () => queries.facets({ environment: ['azure'] }, ALL),
    'facets.text': () => queries.facets({ q: 'team7-app' }, ALL),
    'facets.text-in-all': () => queries.facets({ q: 'app' }, ALL),
    'overview.all': () => queries.overview({}, ALL),
    'overview.owner': () => queries.overview({}, TEAM),
    'overview.environment': () =>
      queries.overview({ environment: ['azure'] }, ALL),
    'overview.text-in-all': () => queries.overview({ q: 'app' }, ALL),
  };
}

/** What the pages for operators ask for. */
function operations(knex: Knex, nodes: number): Cases {
  const targets = targetsOf(nodes).map(
    (target): SyncTarget => ({
      ...target,
      accountName: target.account,
      accountTags: {},
      units: [],
      source: 'ssm',
    }),
  );
  const unmanaged = UnmanagedQueries.create({ knex, context: CONTEXT });
  const held = HeldRemovals.create({
    knex,
    absent: AbsentNodes.create({ knex }),
  });
  const store = TargetStore.create({ knex });
  const { sync: config } = readManagedNodesConfig(
    new ConfigReader({ managedNodes: {} }),
  );
  const feed = ChangeFeed.create({ knex, context: CONTEXT });
  return {
    'held.inspect': () => held.inspect(targets[0]),
    'unmanaged.all': () => unmanaged.list({ limit: 50 }, ALL),
    'unmanaged.text': () => unmanaged.list({ limit: 50, q: 'bare-17' }, ALL),
    'unmanaged.owner': () => unmanaged.list({ limit: 50 }, TEAM),
    'sync-health': () =>
      readSyncHealth({
        knex,
        targets,
        store,
        feed,
        config,
        now: Date.now(),
      }),
  };
}

/**
 * Times the queries behind the pages over a filled node store. The baseline
 * is a bare `SELECT … LIMIT 50` by primary key on the same connection.
 */
export async function benchQuery(options: BenchOptions): Promise<void> {
  const { nodes, database } = options;
  const { knex, settle, close } = await openStore(options);
  try {
    const filled = await timed(() => fillStore(knex, nodes));
    figure('query.fill', {
      database,
      nodes,
      targets: targetsOf(nodes).length,
      seconds: filled,
      nodesPerSecond: nodes / filled,
    });
    await settle();

    const queries = NodeQueries.create({ knex, context: CONTEXT });
    const baseline = percentile(
      await repeat(ROUNDS, async () =>
        knex('nodes').select().orderBy('id').limit(50),
      ),
      0.5,
    );
    figure('query.baseline', { database, nodes, p50Ms: baseline });
    const cases: Cases = {
      ...(await lists(queries)),
      ...counts(queries),
      ...operations(knex, nodes),
    };
    for (const [name, action] of Object.entries(cases)) {
      const times = await repeat(ROUNDS, action);
      const p50 = percentile(times, 0.5);
      figure(`query.${name}`, {
        database,
        nodes,
        p50Ms: p50,
        p95Ms: percentile(times, 0.95),
        ratio: p50 / baseline,
      });
    }
  } finally {
    await close();
  }
}
