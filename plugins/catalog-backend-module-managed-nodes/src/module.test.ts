import {
  coreServices,
  createBackendPlugin,
  SchedulerServiceTaskFunction,
  SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import {
  absentQuerySchema,
  nodeChangesQuerySchema,
  skippedReportSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { IncomingMessage } from 'node:http';
import managedNodesModule from '.';
import { TASK_ID } from './provider/ManagedNodesEntityProvider';
import { databases } from './__testUtils__/databases';
import { FakeNodeStore } from './__testUtils__/FakeNodeStore';

jest.setTimeout(120_000);

const A = 'mi-0000000000000000a';
const B = 'mi-0000000000000000b';

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** The managed-nodes backend as far as the catalog knows it: HTTP, plugins only. */
function managedNodesBackend(store: FakeNodeStore) {
  return createBackendPlugin({
    pluginId: 'managed-nodes',
    register(env) {
      env.registerInit({
        deps: {
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
        },
        async init({ httpAuth, httpRouter }) {
          httpRouter.use(async (req, res, next) => {
            try {
              await httpAuth.credentials(req, { allow: ['service'] });
              if (req.path === '/changes') {
                const query = nodeChangesQuerySchema.parse(req.query);
                res.json(await store.getChanges(query));
              } else if (req.path === '/changes/skipped') {
                const report = skippedReportSchema.parse(await bodyOf(req));
                await store.reportSkipped(report);
                res.status(204).end();
              } else {
                const query = absentQuerySchema.parse(await bodyOf(req));
                res.json(await store.findAbsent(query));
              }
            } catch (error) {
              next(error);
            }
          });
        },
      });
    },
  });
}

/** Hands the catalog's API, and our own credentials for it, to the test. */
function catalogReader() {
  let read: (name: string) => Promise<Entity | undefined>;
  const plugin = createBackendPlugin({
    pluginId: 'reader',
    register(env) {
      env.registerInit({
        deps: { auth: coreServices.auth, catalog: catalogServiceRef },
        async init({
          auth,
          catalog,
        }: {
          auth: typeof coreServices.auth.T;
          catalog: CatalogService;
        }) {
          read = async name =>
            catalog.getEntityByRef(`resource:default/${name}`, {
              credentials: await auth.getOwnServiceCredentials(),
            });
        },
      });
    },
  });
  return { plugin, read: (name: string) => read(name) };
}

async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 40_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 250));
    }
  }
}

async function startBackend(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = new FakeNodeStore();
  const reader = catalogReader();
  const tasks = new Map<string, SchedulerServiceTaskFunction>();
  const createScheduledTaskRunner = jest.fn(() => ({
    run: async ({ id, fn }: SchedulerServiceTaskInvocationDefinition) => {
      tasks.set(id, fn);
    },
  }));
  await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: {
          catalog: {
            providers: {
              managedNodes: {
                schedule: {
                  frequency: { seconds: 5 },
                  timeout: { minutes: 1 },
                },
                pageSize: 2,
              },
            },
          },
        },
      }),
      mockServices.database.factory({ knex }),
      mockServices.scheduler.mock({ createScheduledTaskRunner }).factory,
      catalogPlugin,
      managedNodesModule,
      managedNodesBackend(store),
      reader.plugin,
    ],
  });
  return {
    knex,
    read: reader.read,
    store,
    createScheduledTaskRunner,
    run: async () => tasks.get(TASK_ID)!(new AbortController().signal),
  };
}

describe.each(databases.eachSupportedId())(
  'catalog module in a real catalog on %s',
  databaseId => {
    it('makes entities with relations of nodes, follows them and lets them leave', async () => {
      const { createScheduledTaskRunner, knex, read, run, store } =
        await startBackend(databaseId);
      // No local scope: one replica at a time does the work.
      expect(createScheduledTaskRunner).toHaveBeenCalledWith({
        frequency: { seconds: 5 },
        timeout: { minutes: 1 },
      });
      store.put({ name: A, title: '<script>alert(1)</script>\n💥' });
      store.put({ name: 'not a name' });
      store.put({ name: B, componentRef: null });
      await run();

      await eventually(async () => {
        expect(await read(A)).toMatchObject({
          metadata: { title: '<script>alert(1)</script> 💥' },
          relations: expect.arrayContaining([
            { type: 'ownedBy', targetRef: 'group:default/payments-team' },
            { type: 'partOf', targetRef: 'system:default/payments' },
            {
              type: 'dependencyOf',
              targetRef: 'component:default/payments-ledger',
            },
          ]),
        });
        expect(await read(B)).toBeDefined();
      });
      expect([...store.skipped.keys()]).toEqual(['not a name']);
      expect(store.acknowledged).toBe(3);

      // A retagged node moves to its new owner.
      store.put({ name: A, ownerRef: 'group:default/data-team' });
      store.leave(B);
      await run();
      await eventually(async () => {
        expect((await read(A))?.relations).toContainEqual({
          type: 'ownedBy',
          targetRef: 'group:default/data-team',
        });
        expect(await read(B)).toBeUndefined();
      });

      // A new node store lists a fleet without A.
      store.replace('second');
      store.listedTargets.add('111122223333/eu-central-1');
      store.put({ name: B });
      await run();
      await eventually(async () => {
        expect(await read(A)).toBeUndefined();
        expect(await read(B)).toBeDefined();
      });

      // Nothing changes: the catalog's own tables stay untouched.
      const state = () =>
        knex('refresh_state')
          .select('entity_ref', 'unprocessed_hash', 'last_discovery_at')
          .orderBy('entity_ref');
      const before = await state();
      await run();
      expect(await state()).toEqual(before);
      expect(before.map(row => row.entity_ref)).toEqual([
        `resource:default/${B}`,
      ]);
    });
  },
);
