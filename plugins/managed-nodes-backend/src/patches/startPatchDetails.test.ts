import { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { PROD, startAws } from '../__testUtils__/sync';
import {
  Aws,
  createPatchWorld,
  namesOf,
  PatchWorld,
  truthOf,
} from './__testUtils__/patchWorld';
import { startPatchDetails } from './startPatchDetails';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const DUE = 'managed-nodes-patch-due-dates';

type Task = SchedulerServiceTaskScheduleDefinition & {
  id: string;
  fn: (signal: AbortSignal) => Promise<void>;
};

describe.each(databases.eachSupportedId())('startPatchDetails on %s', id => {
  let aws: Aws;
  let knex: Knex;
  let world: PatchWorld;

  beforeAll(async () => {
    aws = await startAws({ nodes: 150 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    await aws.control.reset({ nodes: 150, seed: 7 });
    knex = await openTestDatabase(id);
    world = createPatchWorld(knex, aws);
  });

  /** Starts a replica whose tasks run when the test says so. */
  const start = async (
    config: {
      critical?: number;
      enabled?: boolean;
    } = {},
  ) => {
    const tasks = new Map<string, Task>();
    const lifecycle = mockServices.rootLifecycle.mock();
    const { patches } = world.setup.config;
    const logger = mockServices.logger.mock();
    const started = await startPatchDetails({
      knex,
      clients: world.setup.clients,
      config: {
        ...patches,
        policy: {
          ...patches.policy,
          days: {
            ...patches.policy.days,
            critical: config.critical ?? 7,
          },
        },
        details: { ...patches.details, enabled: config.enabled ?? true },
      },
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async task => {
          tasks.set(task.id, task as Task);
        },
      }),
      lifecycle,
      logger,
    });
    return {
      ...started,
      tasks,
      logger,
      run: async (...ids: string[]) => {
        for (const task of ids) {
          await tasks.get(task)!.fn(new AbortController().signal);
        }
      },
      stop: () =>
        lifecycle.addShutdownHook.mock.calls.forEach(([hook]) => hook()),
    };
  };

  const parts = (tasks: Map<string, Task>) =>
    [...tasks.keys()].filter(task => task !== DUE);

  it('shares the targets among the parts, each of which runs in one place', async () => {
    await world.setup.runAll();
    const one = await start();
    const other = await start();
    expect(parts(one.tasks)).toEqual(parts(other.tasks));
    for (const task of one.tasks.values()) {
      expect(task.scope).toBe('global');
    }
    await aws.control.resetCalls();
    // As the scheduler does it: each part runs in one replica.
    const [first, second, ...rest] = parts(one.tasks);
    await Promise.all([one.run(first, second), other.run(...rest)]);
    const nodes = await knex('nodes')
      .whereIn('patch_bucket', ['critical', 'security', 'other'])
      .orderBy('id');
    const stored = await world.lacks();
    for (const node of nodes) {
      expect([
        node.name,
        namesOf(stored.filter(({ name }) => name === node.name)),
      ]).toEqual([node.name, await truthOf(aws.control.patches, node.node_id)]);
    }
    const asked = (await aws.control.calls())
      .filter(({ operation }) => operation === 'DescribeInstancePatches')
      .reduce((sum, { calls }) => sum + calls, 0);
    // A page that AWS cuts short takes one more.
    expect(asked).toBeLessThan(nodes.length * 1.3);
  });

  it('reads nothing where config says so', async () => {
    const { tasks } = await start({ enabled: false });
    expect([...tasks.keys()]).toEqual([DUE]);
  });

  it('settles all dates anew once the policy changes, and says so', async () => {
    await world.setup.run(world.setup.target(PROD, 'eu-central-1'));
    const before = await start();
    await before.run(...parts(before.tasks), DUE);
    expect(before.logger.info).toHaveBeenCalledTimes(1);
    await before.run(DUE);
    expect(before.logger.info).toHaveBeenCalledTimes(1);
    const critical = async () =>
      (await world.lacks({ kind: 'critical' })).map(
        lack => (lack.due_at! - lack.first_at) / DAY,
      );
    expect(new Set(await critical())).toEqual(new Set([7]));

    const after = await start({ critical: 2 });
    await after.run(DUE);
    expect(new Set(await critical())).toEqual(new Set([2]));
    const nodes = await knex('nodes').where('patch_bucket', 'critical');
    for (const node of nodes) {
      const own = await world.lacks({ 'nodes.id': node.id });
      expect(Number(node.patch_due_at)).toBe(
        Math.min(...own.map(lack => lack.due_at!)),
      );
    }
  });

  it('lets exceptions expire and forgets who is all right, by itself', async () => {
    await world.setup.run(world.setup.target(PROD, 'eu-central-1'));
    const { exceptions, run, tasks } = await start();
    await run(...parts(tasks), DUE);
    const [excepted, patched] = await knex('nodes')
      .where('patch_bucket', 'critical')
      .orderBy('id');
    await exceptions.add(
      {
        scope: 'node',
        subject: excepted.name,
        patch: '*',
        reason: 'for a second',
        until: new Date(Date.now() + 1_000).toISOString(),
      },
      'user:default/omar',
      Date.now(),
    );
    await knex('nodes')
      .where({ id: patched.id })
      .update({ patch_bucket: 'compliant' });
    await run(DUE);
    const dueOf = async (node: { id: number }) =>
      knex('nodes').where({ id: node.id }).first('patch_due_at');
    expect(await dueOf(excepted)).toEqual({ patch_due_at: null });
    expect(await world.lacks({ 'nodes.id': patched.id })).toEqual([]);
    await new Promise(resolve => setTimeout(resolve, 1_000));
    await run(DUE);
    expect(await dueOf(excepted)).toEqual({
      patch_due_at: excepted.patch_due_at,
    });
  });

  it('goes on with other targets when one fails, and then says that it did', async () => {
    await world.setup.runAll();
    const { run, tasks, details } = await start();
    const broken = new Error('The database is away');
    const read = details.readTarget.bind(details);
    jest
      .spyOn(details, 'readTarget')
      .mockImplementation(async (target, ...rest) => {
        if (target.account === PROD) {
          throw broken;
        }
        return read(target, ...rest);
      });
    const outcomes = await Promise.allSettled(
      parts(tasks).map(task => run(task)),
    );
    expect(outcomes).toContainEqual({ status: 'rejected', reason: broken });
    expect(await details.targetsToRead(Date.now())).toEqual(
      ['ap-southeast-2', 'eu-central-1', 'us-east-1'].map(region => ({
        account: PROD,
        region,
      })),
    );
  });

  it('reads nothing more once the backend stops', async () => {
    await world.setup.runAll();
    const { run, tasks, stop } = await start();
    stop();
    await aws.control.resetCalls();
    await run(...parts(tasks), DUE);
    expect(await aws.control.calls()).toEqual([]);
    expect(await world.reads()).toEqual([]);
  });
});
