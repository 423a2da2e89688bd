import { SchedulerServiceTaskFunction } from '@backstage/backend-plugin-api';
import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { CursorStore } from '../cursor/CursorStore';
import { openDatabase } from '../cursor/database';
import {
  ManagedNodesEntityProvider,
  PROVIDER_NAME,
} from '../provider/ManagedNodesEntityProvider';
import { OrphanSweep } from '../provider/OrphanSweep';
import { databases } from './databases';
import { FakeCatalog } from './FakeCatalog';
import { FakeNodeStore } from './FakeNodeStore';

/** A connected provider whose task runs when told to. */
export async function startProvider(
  databaseId: TestDatabaseId,
  options: { pageSize?: number; sweepPageSize?: number } = {},
) {
  const knex = await openDatabase(
    mockServices.database({ knex: await databases.init(databaseId) }),
  );
  const catalog = new FakeCatalog();
  const store = new FakeNodeStore();
  const cursors = CursorStore.create({ knex, provider: PROVIDER_NAME });
  const logger = mockServices.logger.mock();
  let task: SchedulerServiceTaskFunction = () => {};
  const provider = ManagedNodesEntityProvider.create({
    cursors,
    feed: store,
    logger,
    pageSize: options.pageSize ?? 1000,
    sweep: OrphanSweep.create({
      auth: mockServices.auth(),
      catalog: catalog.service,
      feed: store,
      pageSize: options.sweepPageSize,
    }),
    taskRunner: {
      run: async ({ fn }) => {
        task = fn;
      },
    },
  });
  await provider.connect(catalog);
  return {
    catalog,
    cursors,
    knex,
    logger,
    provider,
    store,
    run: async (signal = new AbortController().signal) => {
      await task(signal);
    },
    /** As if the time of the next sweep had come. */
    makeSweepDue: async () => {
      await knex('managed_nodes_cursor').update({ next_sweep_at: 0 });
    },
  };
}
