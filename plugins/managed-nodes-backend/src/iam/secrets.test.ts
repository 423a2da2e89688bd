import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { openTestDatabase } from '../__testUtils__/nodes';
import { createSync, PROD, startAws } from '../__testUtils__/sync';
import { createDiscovery } from '../accounts/__testUtils__/organization';
import { SyncScheduler } from '../sync/SyncScheduler';

jest.setTimeout(60_000);

const ROLE = 'BackstageManagedNodesRead';
const EXTERNAL_ID = 'an-external-id-nobody-may-see';
/** A key that nobody knows, as one that was deleted. */
const DELETED = {
  accessKeyId: 'AKIANOBODYKNOWSTHIS1',
  secretAccessKey: 'a-secret-key-nobody-may-see',
};

type Aws = Awaited<ReturnType<typeof startAws>>;

/** What may go wrong with credentials, and what sync health then has to name. */
const TROUBLES: Array<{
  what: string;
  externalId?: string;
  credentials?: typeof DELETED;
  actions?: string[];
  prepare?: (aws: Aws) => Promise<void>;
  state: 'ok' | 'failed';
}> = [
  { what: 'nothing', state: 'ok' },
  {
    what: 'an external id that is wrong',
    externalId: EXTERNAL_ID,
    state: 'failed',
  },
  { what: 'a key that was deleted', credentials: DELETED, state: 'failed' },
  { what: 'a role that may do nothing', actions: [], state: 'failed' },
  {
    what: 'a session that is revoked and a role that is gone',
    prepare: async aws => {
      await aws.control.removeRole(PROD, ROLE);
      await aws.control.expireSessions();
    },
    state: 'failed',
  },
];

/** All secrets the backend holds, or gets from AWS, while it syncs. */
describe('secrets', () => {
  let aws: Aws;
  let knex: Knex;

  beforeEach(async () => {
    aws = await startAws({ nodes: 60 });
    knex = await openTestDatabase('SQLITE_3');
  });
  afterEach(() => aws.stop());

  it.each(TROUBLES)(
    'are in no log and no stored error, with $what',
    async ({ externalId = 'managed-nodes-demo', actions, prepare, ...of }) => {
      const credentials = of.credentials ?? aws.credentials;
      await aws.control.setActions(PROD, ROLE, actions);
      const setup = createSync(knex, credentials, {
        targets: {
          roleName: ROLE,
          externalId,
          regions: ['eu-central-1'],
          accounts: [{ id: PROD }],
        },
        sync: { partitions: 1, interval: '1s' },
      });
      const [target] = setup.targets;
      const session = (await setup.clients.options(target)).credentials;
      const sessions = await session().then(
        held => [held.accessKeyId, held.secretAccessKey, held.sessionToken!],
        // Without the right external id or key there is no session.
        () => [],
      );
      await prepare?.(aws);
      const logger = mockServices.logger.mock();
      const tasks: Array<(signal: AbortSignal) => void | Promise<void>> = [];
      await SyncScheduler.create({
        ...setup,
        scheduler: mockServices.scheduler.mock({
          scheduleTask: async ({ fn }) => {
            tasks.push(signal => fn(signal));
          },
        }),
        lifecycle: mockServices.rootLifecycle.mock(),
        logger,
        config: setup.config.sync,
      }).start();
      await setup.store.request([target], Date.now());
      await tasks[0](new AbortController().signal);
      const discovery = createDiscovery(
        knex,
        credentials,
        { account: PROD, accountRole: undefined },
        { targets: { roleName: ROLE, externalId, regions: ['eu-central-1'] } },
      );
      await discovery.run();

      const [{ state }] = await knex('sync_targets').select('state');
      expect(state).toBe(of.state);
      // AWS names the portal's user, which is called like the external id here.
      const told = JSON.stringify([
        [logger, discovery.logger].map(each => [
          each.debug.mock.calls,
          each.info.mock.calls,
          each.warn.mock.calls,
          each.error.mock.calls,
        ]),
        await knex('sync_targets'),
        await knex('organization_discovery'),
      ]).replaceAll('user/managed-nodes-demo', 'user/portal');
      expect(told).toContain(PROD);
      for (const secret of [
        externalId,
        credentials.accessKeyId,
        credentials.secretAccessKey,
        ...sessions,
      ]) {
        expect(told).not.toContain(secret);
      }
    },
  );
});
