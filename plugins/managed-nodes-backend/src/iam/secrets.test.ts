import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { openTestDatabase } from '../__testUtils__/nodes';
import { createSync, PROD, startAws } from '../__testUtils__/sync';
import { SyncScheduler } from '../sync/SyncScheduler';

jest.setTimeout(60_000);

const EXTERNAL_ID = 'an-external-id-nobody-may-see';

/** All secrets the backend holds, or gets from AWS, while it syncs. */
describe('secrets', () => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;

  beforeAll(async () => {
    aws = await startAws({ nodes: 60 });
    knex = await openTestDatabase('SQLITE_3');
  });
  afterAll(() => aws.stop());

  it.each([
    ['that is right', 'managed-nodes-demo', undefined],
    ['that is wrong', EXTERNAL_ID, undefined],
    ['whose session may do nothing', 'managed-nodes-demo', []],
  ])(
    'are in no log and no stored error, with an external id %s',
    async (_, externalId, actions) => {
      await aws.control.setActions(PROD, 'BackstageManagedNodesRead', actions);
      const setup = createSync(knex, aws.credentials, {
        targets: {
          roleName: 'BackstageManagedNodesRead',
          externalId,
          regions: ['eu-central-1'],
          accounts: [{ id: PROD }],
        },
        sync: { partitions: 1, interval: '1s' },
      });
      const [target] = setup.targets;
      const { credentials } = await setup.clients.options(target);
      const sessions = await credentials().then(
        session => [session.secretAccessKey, session.sessionToken!],
        // Without the right external id there is no session.
        () => [],
      );
      const logger = mockServices.logger.mock();
      let run: ((signal: AbortSignal) => void | Promise<void>) | undefined;
      await SyncScheduler.create({
        ...setup,
        scheduler: mockServices.scheduler.mock({
          scheduleTask: async task => {
            run = task.fn as typeof run;
          },
        }),
        lifecycle: mockServices.rootLifecycle.mock(),
        logger,
        config: setup.config.sync,
      }).start();
      await setup.store.request([target], Date.now());
      await run!(new AbortController().signal);

      const told = JSON.stringify([
        logger.info.mock.calls,
        logger.warn.mock.calls,
        logger.error.mock.calls,
        logger.debug.mock.calls,
        await knex('sync_targets'),
      ]);
      expect(told).toContain(PROD);
      for (const secret of [
        externalId,
        aws.credentials.secretAccessKey,
        ...sessions,
      ]) {
        expect(told).not.toContain(secret);
      }
    },
  );
});
