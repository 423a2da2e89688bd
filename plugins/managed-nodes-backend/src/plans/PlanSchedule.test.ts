import { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { openTestDatabase } from '../__testUtils__/nodes';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { Account } from '../accounts/types';
import { TargetKey } from '../nodes/types';
import { partitionOf } from '../sync/targets';
import { PlanSchedule } from './PlanSchedule';
import { PlanStore } from './PlanStore';
import { PlanReadOutcome, PlanSync } from './PlanSync';
import { ReleaseDates } from './ReleaseDates';

type Task = SchedulerServiceTaskScheduleDefinition & {
  id: string;
  fn: (signal: AbortSignal) => Promise<void> | void;
};

const DONE: PlanReadOutcome = { read: [], problems: [], calls: 0 };
const REGIONS = ['eu-central-1', 'us-east-1', 'ap-southeast-2'];
const TARGETS = 30;

function account(index: number): Account {
  return {
    id: String(100_000_000_000 + index),
    name: `account-${index}`,
    tags: {},
    units: [],
    regions: REGIONS,
    source: 'ssm',
    roleName: undefined,
    externalId: undefined,
    allowedOwners: undefined,
  };
}

describe('PlanSchedule', () => {
  let knex: Knex;
  let store: PlanStore;
  let directory: AccountDirectory;
  let tasks: Task[];
  let begun: string[];
  const stopping: Array<() => void> = [];
  const keyOf = (target: TargetKey) => `${target.account}/${target.region}`;

  const start = async (
    read: (target: TargetKey, signal: AbortSignal) => Promise<PlanReadOutcome>,
    intervalMs = 3_600_000,
  ) => {
    const sync = PlanSync.create({
      clients: {
        forTarget: async () => {
          throw new Error('nobody asks AWS here');
        },
      },
      store,
      releases: ReleaseDates.create({ knex }),
    });
    jest.spyOn(sync, 'run').mockImplementation(async (target, signal) => {
      begun.push(keyOf(target));
      await store.begin(target, Date.now());
      const outcome = await read(target, signal);
      await store.finish(target, [], [], Date.now());
      return outcome;
    });
    const logger = mockServices.logger.mock();
    await PlanSchedule.create({
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async task => {
          tasks.push(task as Task);
        },
      }),
      lifecycle: mockServices.rootLifecycle.mock({
        addShutdownHook: hook => {
          stopping.push(hook as () => void);
        },
      }),
      logger,
      knex,
      accounts: directory,
      store,
      sync,
      plans: { intervalMs },
    }).start();
    return logger;
  };
  const runAll = async (signal = new AbortController().signal) => {
    for (const task of tasks) {
      await task.fn(signal);
    }
  };

  beforeEach(async () => {
    knex = await openTestDatabase('SQLITE_3');
    store = PlanStore.create({ knex });
    directory = AccountDirectory.create(
      Array.from({ length: TARGETS / REGIONS.length }, (_, index) =>
        account(index),
      ),
    );
    tasks = [];
    begun = [];
    stopping.length = 0;
  });

  it('reads every target once, in parts, and none again before its time', async () => {
    await start(async () => DONE);
    expect(tasks.map(task => [task.id, task.scope])).toEqual([
      ['managed-nodes-plans-0', 'global'],
      ['managed-nodes-plans-1', 'global'],
      ['managed-nodes-plans-2', 'global'],
      ['managed-nodes-plans-3', 'global'],
      ['managed-nodes-plans-advance', 'global'],
    ]);
    await runAll();
    expect([...begun].sort()).toEqual(directory.targets().map(keyOf).sort());
    await runAll();
    expect(begun).toHaveLength(TARGETS);
    await knex('patch_plan_reads').update({
      started_at: Date.now() - 3_600_001,
    });
    await runAll();
    expect(begun).toHaveLength(2 * TARGETS);
  });

  it('reads a new target at the next look, and one whose replica died', async () => {
    await start(async () => DONE);
    await runAll();
    begun.length = 0;
    directory.replace([...directory.all(), account(77)]);
    const [died] = directory.targets();
    await store.begin(died, Date.now() + 5);
    await runAll();
    expect([...begun].sort()).toEqual(
      [...REGIONS.map(region => `100000000077/${region}`), keyOf(died)].sort(),
    );
  });

  it('reads four targets at a time, the longest waiting first', async () => {
    let running = 0;
    let most = 0;
    await start(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(resolve => setTimeout(resolve, 5));
      running -= 1;
      return DONE;
    });
    const waiting = directory.targets()[7];
    const started = Date.now() - 7_200_000;
    for (const target of directory.targets()) {
      await store.begin(target, target === waiting ? started - 1 : started);
      await store.finish(target, [], [], started);
    }
    await runAll();
    expect(most).toBe(4);
    const partOf = new Map(
      directory
        .targets()
        .map(target => [keyOf(target), partitionOf(target, 4)] as const),
    );
    const part = begun.filter(
      key => partOf.get(key) === partOf.get(keyOf(waiting)),
    );
    expect(part[0]).toBe(keyOf(waiting));
    expect(part.length).toBeGreaterThan(1);
  });

  it('begins no more when it is told to stop', async () => {
    const controller = new AbortController();
    await start(async (_, signal) => {
      controller.abort();
      signal.throwIfAborted();
      return DONE;
    });
    await tasks[0].fn(controller.signal);
    const after = begun.length;
    expect(after).toBeLessThanOrEqual(4);
    stopping.forEach(stop => stop());
    await tasks[1].fn(new AbortController().signal);
    expect(begun).toHaveLength(after);
  });

  it('ends a task only after all its reads, and tells what was wrong', async () => {
    let ended = 0;
    let first = true;
    await start(async () => {
      const fails = first;
      first = false;
      await new Promise(resolve => setTimeout(resolve, fails ? 0 : 20));
      ended += 1;
      if (fails) {
        throw new Error('the database is away');
      }
      return DONE;
    });
    await expect(tasks[0].fn(new AbortController().signal)).rejects.toThrow(
      'the database is away',
    );
    expect(ended).toBe(begun.length);
    expect(ended).toBeGreaterThan(1);
  });

  it('warns of what could not be read', async () => {
    const logger = await start(async () => ({
      ...DONE,
      problems: [
        {
          part: 'windows',
          code: 'AccessDeniedException',
          message: 'no',
          missingIamAction: 'ssm:DescribeMaintenanceWindows',
        },
      ],
    }));
    await tasks[0].fn(new AbortController().signal);
    expect(logger.warn).toHaveBeenCalledTimes(begun.length);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(
        /^For patch plans, the windows of account-\d \(\d{12}\) [\w-]+ could not be read and stay as they were: AccessDeniedException: no$/,
      ),
    );
  });
});
