import { Knex } from 'knex';
import {
  context,
  observation,
  openTestDatabase,
  store,
} from '../__testUtils__/nodes';
import { ChangeFeed } from '../nodes/ChangeFeed';
import { readSyncHealth } from './health';
import { SyncTarget } from '../accounts/types';
import { NO_COUNTS, RunOutcome, TargetStore } from './TargetStore';

const MINUTE = 60_000;

const target: SyncTarget = {
  account: '111122223333',
  region: 'eu-central-1',
  accountName: 'commerce-prod',
  accountTags: {},
  units: [],
  source: 'ssm',
};

const outcome = (part: Partial<RunOutcome>): RunOutcome => ({
  state: 'ok',
  complete: true,
  counts: NO_COUNTS,
  held: null,
  error: null,
  warnings: [],
  ...part,
});

describe('readSyncHealth', () => {
  let knex: Knex;
  let targets: TargetStore;

  const health = (
    now: number,
    configured = [target],
    warnings?: Parameters<typeof readSyncHealth>[0]['warnings'],
  ) =>
    readSyncHealth({
      knex,
      warnings,
      targets: configured,
      store: targets,
      feed: ChangeFeed.create({ knex, context }),
      config: {
        intervalMs: 5 * MINUTE,
        timeoutMs: 30 * MINUTE,
        missingAfter: 2,
        maxRemovalPercentage: 20,
        minHeldRemovals: 3,
        concurrency: 8,
        partitions: 16,
        unmanagedInstances: true,
        callsPerSecond: 20,
      },
      now,
    });

  beforeEach(async () => {
    knex = await openTestDatabase('SQLITE_3');
    targets = TargetStore.create({ knex });
  });

  it('shows a target before its first listing, during one and after', async () => {
    expect((await health(0)).targets).toEqual([
      expect.objectContaining({
        account: '111122223333',
        accountName: 'commerce-prod',
        state: 'never',
        lastSuccessAt: null,
        nodes: 0,
      }),
    ]);
    await targets.begin(target, MINUTE);
    expect((await health(2 * MINUTE)).targets[0].state).toBe('running');
    await targets.finish(
      target,
      outcome({ counts: { ...NO_COUNTS, pages: 2, calls: 7 } }),
      MINUTE,
      2 * MINUTE,
    );
    await store(knex, [observation(1), observation(2)]);
    expect((await health(3 * MINUTE)).targets[0]).toMatchObject({
      state: 'ok',
      nodes: 2,
      pages: 2,
      calls: 7,
      durationMs: MINUTE,
      stale: false,
    });
    expect((await health(20 * MINUTE)).targets[0].stale).toBe(true);
  });

  it('calls a target partial of which others could not read a part', async () => {
    await targets.begin(target, 0);
    await targets.finish(target, outcome({}), 0, 1);
    const warning = {
      part: 'windows' as const,
      code: 'AccessDeniedException',
      message: 'no',
      missingIamAction: null,
    };
    const key = `${target.account}/${target.region}`;
    const report = await health(2, [target], new Map([[key, [warning]]]));
    expect(report.targets[0]).toMatchObject({
      state: 'partial',
      error: null,
      warnings: [warning],
    });
    const others = await health(2, [target], new Map([['other', [warning]]]));
    expect(others.targets[0]).toMatchObject({ state: 'ok', warnings: [] });
  });

  it('tells a listing whose backend died from one that is under way', async () => {
    await targets.begin(target, 0);
    expect((await health(29 * MINUTE)).targets[0].state).toBe('running');
    expect((await health(31 * MINUTE)).targets[0]).toMatchObject({
      state: 'failed',
      error: { code: 'Interrupted' },
    });
  });

  it('keeps a held removal and the last success through a failure', async () => {
    await targets.begin(target, 0);
    await targets.finish(
      target,
      outcome({
        state: 'held',
        held: { missing: 95, known: 100, generation: 1 },
      }),
      0,
      MINUTE,
    );
    const error = {
      code: 'Throttled',
      message: 'slow down',
      missingIamAction: null,
    };
    await targets.finish(
      target,
      outcome({ state: 'failed', complete: false, error }),
      5 * MINUTE,
      6 * MINUTE,
    );
    expect((await health(7 * MINUTE)).targets[0]).toMatchObject({
      state: 'failed',
      error,
      lastSuccessAt: new Date(MINUTE).toISOString(),
      heldRemovals: {
        missing: 95,
        known: 100,
        since: new Date(MINUTE).toISOString(),
      },
    });
    await targets.finish(target, outcome({}), 8 * MINUTE, 9 * MINUTE);
    expect((await health(9 * MINUTE)).targets[0].heldRemovals).toBeNull();
  });

  it('shows the nodes of a target that config no longer names', async () => {
    await targets.begin(target, 0);
    await targets.finish(target, outcome({}), 0, MINUTE);
    expect((await health(2 * MINUTE, [])).targets).toEqual([]);
    await store(knex, [observation(1)]);
    expect((await health(2 * MINUTE, [])).targets).toEqual([
      expect.objectContaining({
        state: 'failed',
        nodes: 1,
        error: expect.objectContaining({ code: 'NotConfigured' }),
      }),
    ]);
  });
});
