import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { organizationHealthSchema } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { readManagedNodesConfig } from '../config';
import { AbsentNodes } from '../nodes/AbsentNodes';
import {
  organizationConfig,
  startOrganization,
} from './__testUtils__/organization';
import { AccountDirectory, configuredAccounts } from './AccountDirectory';
import { startAccountDiscovery } from './startAccountDiscovery';

jest.setTimeout(120_000);

const TASK = 'managed-nodes-discovery';
const LOCAL_TASK = 'managed-nodes-directory';

describe.each(databases.eachSupportedId())(
  'startAccountDiscovery on %s',
  id => {
    let aws: Awaited<ReturnType<typeof startOrganization>>;
    let knex: Knex;

    beforeEach(async () => {
      aws = await startOrganization();
      knex = await openTestDatabase(id);
    });
    afterEach(() => aws.stop());

    const start = async (rootConfig: ConfigReader) => {
      const config = readManagedNodesConfig(rootConfig);
      const directory = AccountDirectory.create(
        configuredAccounts(config.targets),
      );
      const scheduler = mockServices.scheduler();
      const lifecycle = mockServices.rootLifecycle.mock();
      const discovery = await startAccountDiscovery({
        rootConfig,
        config,
        knex,
        directory,
        absent: AbsentNodes.create({ knex }),
        sourceOf: account => (account === '111122223333' ? 's3' : 'ssm'),
        scheduler,
        lifecycle,
        logger: mockServices.logger.mock(),
      });
      return {
        ...discovery,
        directory,
        scheduler,
        stop: () => {
          lifecycle.addShutdownHook.mock.calls.forEach(([hook]) => hook());
        },
      };
    };
    const portal = (organization?: JsonObject) =>
      start(organizationConfig(aws.credentials, organization).root);

    it('does nothing where config names all accounts', async () => {
      const started = await start(
        new ConfigReader({
          managedNodes: {
            targets: {
              regions: ['us-east-1'],
              accounts: [{ id: '111122223333' }],
            },
          },
        }),
      );
      expect(await started.health()).toBeNull();
      expect(await started.scheduler.getScheduledTasks()).toEqual([]);
      expect(started.directory.all()).toHaveLength(1);
    });

    it('finds accounts in a task of its own, and tells how that went', async () => {
      const { directory, health, scheduler } = await portal();
      expect(
        (await scheduler.getScheduledTasks()).map(({ id: task, scope }) => [
          task,
          scope,
        ]),
      ).toEqual([
        [TASK, 'global'],
        [LOCAL_TASK, 'local'],
      ]);
      expect(await health()).toEqual({
        state: 'never',
        lastStartedAt: null,
        lastFinishedAt: null,
        lastSuccessAt: null,
        listed: 0,
        calls: 0,
        throttles: 0,
        error: null,
      });

      await scheduler.triggerTask(TASK);
      expect(directory.all()).toHaveLength(7);
      expect(directory.get('111122223333')?.source).toBe('s3');
      expect(directory.get('222233334444')?.source).toBe('ssm');
      const after = organizationHealthSchema.parse(await health());
      expect(after).toMatchObject({ state: 'ok', listed: 7, error: null });
      expect(after.calls).toBe(
        Object.values(await aws.calls()).reduce((sum, each) => sum + each, 0),
      );
      expect(after.lastSuccessAt).toBe(after.lastFinishedAt);

      await aws.control.addFault({ kind: 'access-denied' });
      await scheduler.triggerTask(TASK);
      expect(organizationHealthSchema.parse(await health())).toMatchObject({
        state: 'failed',
        lastSuccessAt: after.lastSuccessAt,
        listed: 7,
        error: { missingIamAction: 'organizations:ListAccounts' },
      });
    });

    it('starts with the accounts found before, and hears of new ones', async () => {
      const first = await portal();
      await first.scheduler.triggerTask(TASK);

      const second = await portal();
      expect(second.directory.targets()).toEqual(first.directory.targets());
      await aws.control.accounts.join({ id: '123456789012', name: 'joined' });
      await first.scheduler.triggerTask(TASK);
      expect(second.directory.get('123456789012')).toBeUndefined();
      await second.scheduler.triggerTask(LOCAL_TASK);
      expect(second.directory.get('123456789012')?.name).toBe('joined');
    });

    it('asks at once when config asks for something else than before', async () => {
      await (await portal()).scheduler.triggerTask(TASK);
      await aws.control.resetCalls();
      await portal();
      expect(await aws.calls()).toEqual({});
      const changed = await portal({
        include: { tags: ['owner=payments-team'] },
      });
      expect((await aws.calls()).ListTagsForResource).toBe(7);
      expect(changed.directory.all().map(({ name }) => name)).toEqual([
        'commerce-prod',
        'commerce-staging',
      ]);
    });

    it('says that a run was cut off that nobody finishes', async () => {
      const { health } = await portal();
      await knex('organization_discovery').update({
        state: 'running',
        started_at: Date.now(),
      });
      expect(await health()).toMatchObject({ state: 'running', error: null });
      await knex('organization_discovery').update({
        started_at: Date.now() - 3_600_000,
      });
      expect(await health()).toMatchObject({
        state: 'failed',
        error: { code: 'Interrupted' },
      });
    });

    it('stops with the backend', async () => {
      await aws.control.addFault({
        kind: 'slow',
        service: 'organizations',
        milliseconds: 10_000,
      });
      const { health, scheduler, stop } = await portal();
      const run = scheduler.triggerTask(TASK);
      stop();
      await run;
      expect(await health()).toMatchObject({
        state: 'failed',
        error: { code: 'Interrupted' },
      });
    });
  },
);
