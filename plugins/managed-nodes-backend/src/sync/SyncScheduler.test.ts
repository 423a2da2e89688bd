import { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { openTestDatabase } from '../__testUtils__/nodes';
import { createSync } from '../__testUtils__/sync';
import { SyncTarget } from '../accounts/types';
import { partitionOf } from './targets';
import { NO_COUNTS, RunOutcome } from './TargetStore';
import { SyncScheduler } from './SyncScheduler';

const OK: RunOutcome = {
  state: 'ok',
  complete: true,
  counts: NO_COUNTS,
  held: null,
  error: null,
  warnings: [],
};

type Task = SchedulerServiceTaskScheduleDefinition & {
  id: string;
  fn: (signal: AbortSignal) => Promise<void> | void;
};

describe('SyncScheduler', () => {
  let knex: Knex;
  let tasks: Task[];
  /** Lets a listing end that is under way. */
  const ending = new Map<string, (outcome: RunOutcome) => void>();
  const begun: SyncTarget[] = [];
  const regionOf = (target: SyncTarget) => `${target.account}/${target.region}`;

  const start = async (
    sync: object,
    listing: (target: SyncTarget) => Promise<RunOutcome>,
  ) => {
    const setup = createSync(
      knex,
      { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
      { sync: { interval: { seconds: 1 }, ...sync } },
    );
    jest.spyOn(setup.sync, 'run').mockImplementation(target => {
      begun.push(target);
      return listing(target);
    });
    await SyncScheduler.create({
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async task => {
          tasks.push(task as Task);
        },
      }),
      lifecycle: mockServices.rootLifecycle.mock(),
      logger: mockServices.logger.mock(),
      sync: setup.sync,
      store: setup.store,
      config: setup.config.sync,
      accounts: setup.accounts,
    }).start();
    return setup;
  };
  const run = (part: number) => tasks[part].fn(new AbortController().signal);
  const untilEnded = (target: SyncTarget) =>
    new Promise<RunOutcome>(resolve => ending.set(regionOf(target), resolve));
  const turn = () => new Promise(resolve => setTimeout(resolve, 150));

  beforeEach(async () => {
    knex = await openTestDatabase('SQLITE_3');
    tasks = [];
    begun.length = 0;
    ending.clear();
  });

  it('lists at once what a replica that died left behind', async () => {
    const { targets, store } = await start(
      { partitions: 1, interval: { hours: 1 } },
      async () => OK,
    );
    const [cutOff, stopped, done, failed] = targets;
    for (const target of targets) {
      await store.begin(target, Date.now());
    }
    const ended = (target: SyncTarget, outcome: Partial<RunOutcome>) =>
      store.finish(target, { ...OK, ...outcome }, Date.now(), Date.now());
    const error = (code: string) => ({
      state: 'failed' as const,
      complete: false,
      error: { code, message: code, missingIamAction: null },
    });
    for (const target of targets.slice(2)) {
      await ended(target, {});
    }
    await ended(stopped, error('Interrupted'));
    await ended(failed, error('AccessDeniedException'));
    await run(0);
    expect(begun).toContain(cutOff);
    expect(begun).toContain(stopped);
    expect(begun).not.toContain(done);
    expect(begun).not.toContain(failed);
  });

  it('keeps a task until all its listings ended, when one of them throws', async () => {
    const { targets, store } = await start(
      { partitions: 1, concurrency: 64 },
      async target => {
        await store.begin(target, Date.now());
        if (target === targets[0]) {
          throw new Error('the database is away');
        }
        return untilEnded(target);
      },
    );
    let ended = false;
    const task = Promise.resolve(run(0)).finally(() => {
      ended = true;
    });
    // It may end before anybody looks.
    task.catch(() => {});
    await turn();
    expect(begun).toHaveLength(targets.length);
    expect(ended).toBe(false);
    ending.forEach(end => end(OK));
    await expect(task).rejects.toThrow('the database is away');
  });

  it('gives up parts that it cannot begin, for another replica to take', async () => {
    const PARTS = 4;
    const { targets } = await start(
      { partitions: PARTS, concurrency: 1 },
      untilEnded,
    );
    const first = run(0);
    await turn();
    // It has the whole of the first part before it, and no time for another.
    expect(begun).toHaveLength(1);
    await run(1);
    expect(begun.map(target => partitionOf(target, PARTS))).toEqual([0]);
    const mine = targets.filter(target => partitionOf(target, PARTS) === 0);
    expect(mine.length).toBeGreaterThan(2);
    for (const _ of mine) {
      ending.get(regionOf(begun[begun.length - 1]))?.(OK);
      await turn();
    }
    await turn();
    void first;
    expect(begun.slice(0, mine.length).map(regionOf).sort()).toEqual(
      mine.map(regionOf).sort(),
    );
  });
});
