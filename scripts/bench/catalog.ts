import { setTimeout as wait } from 'node:timers/promises';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  catalogProcessingExtensionPoint,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import knexFactory, { Knex } from 'knex';
import { toEntity } from '../../plugins/catalog-backend-module-managed-nodes/src/entity/toEntity';
import { openDatabase } from '../../plugins/managed-nodes-backend/src/nodes/database';
import { NodeQueries } from '../../plugins/managed-nodes-backend/src/nodes/NodeQueries';
import { pluginDatabase, startBackend } from './backend';
import { BenchOptions, figure } from './figures';
import { fillStore } from './fleet';
import { timed } from './measure';

const OURS = 'bench_ours_';
/** As many entities a mutation as our provider sends. */
const PAGE = 1000;
const PATIENCE_MS = 60 * 60_000;

/** Emits what it is given, from memory, and does nothing else. */
class BareProvider implements EntityProvider {
  #connection: EntityProviderConnection | undefined;

  getProviderName(): string {
    return 'bare';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
  }

  async emit(entities: Entity[]): Promise<void> {
    for (let start = 0; start < entities.length; start += PAGE) {
      await this.#connection?.applyMutation({
        type: 'delta',
        added: entities
          .slice(start, start + PAGE)
          .map(entity => ({ entity, locationKey: 'bare' })),
        removed: [],
      });
    }
  }
}

/** Makes the node store that a backend with this prefix will find. The caller closes it. */
export async function createStore(
  connection: string,
  prefix: string,
): Promise<Knex> {
  const server = knexFactory({ client: 'pg', connection });
  try {
    await server.raw('CREATE DATABASE ??', [`${prefix}managed-nodes`]);
  } finally {
    await server.destroy();
  }
  const store = pluginDatabase(connection, prefix, 'managed-nodes');
  await openDatabase({ getClient: async () => store });
  return store;
}

/** What is in a catalog, told by the hashes of its entities. */
export async function contents(
  catalog: Knex,
): Promise<{ entities: number; hash: string }> {
  const [row] = await catalog('refresh_state').select(
    catalog.raw('COUNT(*)::int AS entities'),
    catalog.raw(
      "md5(string_agg(unprocessed_hash, ',' ORDER BY entity_ref)) AS hash",
    ),
  );
  return row;
}

interface Run {
  seconds: number;
  /** What this process computed in that time; the databases are others. */
  cpuSeconds: number;
  entities: number;
  hash: string;
}

async function measured(action: () => Promise<void>) {
  const before = process.cpuUsage();
  const seconds = await timed(action);
  const { user, system } = process.cpuUsage(before);
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

/** Fills a catalog by the bare provider. */
async function runBare(
  connection: string,
  prefix: string,
  entities: Entity[],
): Promise<Run> {
  const provider = new BareProvider();
  const backend = await startBackend({
    connection,
    prefix,
    features: [
      createBackendModule({
        pluginId: 'catalog',
        moduleId: 'bare',
        register(reg) {
          reg.registerInit({
            deps: { processing: catalogProcessingExtensionPoint },
            async init({ processing }) {
              processing.addEntityProvider(provider);
            },
          });
        },
      }),
    ],
  });
  const catalog = backend.database('catalog');
  try {
    const run = await measured(() => provider.emit(entities));
    return { ...run, ...(await contents(catalog)) };
  } finally {
    await catalog.destroy();
    await backend.stop();
  }
}

/** Waits until something holds, for an hour at the most. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error('The catalog did not take over the nodes in an hour');
    }
    await wait(50);
  }
}

/**
 * Fills a catalog from the node store with the same prefix, as the product
 * does it: over HTTP, page by page.
 */
export async function takeOver(
  connection: string,
  prefix: string,
): Promise<Run> {
  const backend = await startBackend({
    connection,
    prefix,
    features: [
      import('@managed-nodes/plugin-managed-nodes-backend'),
      import('@managed-nodes/plugin-catalog-backend-module-managed-nodes'),
    ],
    config: {
      catalog: {
        processingInterval: false,
        providers: {
          managedNodes: {
            schedule: {
              frequency: { hours: 2 },
              timeout: { hours: 1 },
              initialDelay: { seconds: 3 },
            },
          },
        },
      },
      managedNodes: {},
    },
  });
  const catalog = backend.database('catalog');
  const store = backend.database('managed-nodes');
  try {
    const { value: head } = await store('revision_counter').first('value');
    // The first request notes who asks before it reads anything.
    await until(async () => Boolean(await store('change_consumers').first()));
    const run = await measured(() =>
      until(async () => {
        const cursor = await catalog('managed_nodes_cursor').first('revision');
        return Number(cursor?.revision ?? 0) >= Number(head);
      }),
    );
    return { ...run, ...(await contents(catalog)) };
  } finally {
    await catalog.destroy();
    await store.destroy();
    await backend.stop();
  }
}

async function entitiesOf(store: Knex): Promise<Entity[]> {
  const queries = NodeQueries.create({
    knex: store,
    context: {
      partition: 'aws',
      accountNames: new Map(),
      patchPolicy: { staleAfterMs: 1_209_600_000 },
    },
  });
  const entities: Entity[] = [];
  for await (const page of queries.stream({}, { all: true })) {
    entities.push(...page.map(toEntity));
  }
  return entities;
}

/**
 * Times how nodes get into the catalog: our provider, from the node store over
 * the changes API, against one that emits the very same entities from memory,
 * before and after ours. All go through a real catalog into PostgreSQL.
 */
export async function benchCatalog({
  nodes,
  connection,
}: BenchOptions): Promise<void> {
  const store = await createStore(connection, OURS);
  let entities: Entity[];
  try {
    await fillStore(store, nodes);
    await store.raw('VACUUM ANALYZE');
    entities = await entitiesOf(store);
  } finally {
    await store.destroy();
  }

  const before = await runBare(connection, 'bench_bare_', entities);
  const ours = await takeOver(connection, OURS);
  const after = await runBare(connection, 'bench_bare_again_', entities);
  for (const [name, { seconds, cpuSeconds, entities: count }] of Object.entries(
    {
      bare: before,
      ours,
      'bare-again': after,
    },
  )) {
    figure(`catalog.${name}`, {
      nodes,
      entities: count,
      seconds,
      cpuSeconds,
      nodesPerSecond: nodes / seconds,
    });
  }
  if (ours.hash !== before.hash || ours.hash !== after.hash) {
    throw new Error('The providers did not emit the same entities');
  }
  figure('catalog.ratio', {
    nodes,
    ofBare: (before.seconds + after.seconds) / 2 / ours.seconds,
  });
}
