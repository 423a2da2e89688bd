import { Knex } from 'knex';
import {
  ACCOUNT,
  databases,
  listing,
  observation,
  openTestDatabase,
  REGION,
} from '../__testUtils__/nodes';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { NodeWriter } from '../nodes/NodeWriter';
import { NodeRow } from '../nodes/rows';
import { HeldRemovals } from './HeldRemovals';
import { NO_COUNTS, TargetStore } from './TargetStore';

const TARGET = { account: ACCOUNT, region: REGION };
const OMAR = 'user:default/omar';
const all = [1, 2, 3, 4, 5].map(index => observation(index));

describe.each(databases.eachSupportedId())('HeldRemovals on %s', id => {
  let knex: Knex;
  let held: HeldRemovals;
  let targets: TargetStore;

  /** One listing that shows so many of the five nodes, and is held if it lacks some. */
  const list = async (shown: number, now: number) => {
    const generation = await targets.begin({ ...TARGET, source: 'ssm' }, now);
    await NodeWriter.create({ knex }).applyPage(
      listing(generation),
      all.slice(0, shown),
      now,
    );
    const missing = all.length - shown;
    await targets.finish(
      TARGET,
      {
        state: missing ? 'held' : 'ok',
        complete: true,
        counts: NO_COUNTS,
        held: missing ? { missing, known: all.length, generation } : null,
        error: null,
        warnings: [],
      },
      now,
      now + 1,
    );
    return generation;
  };
  const present = async () =>
    knex<NodeRow>('nodes').whereNull('left_at').orderBy('title').pluck('title');
  const revision = async () =>
    Number((await knex('revision_counter').first()).value);

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    const absent = AbsentNodes.create({ knex });
    held = HeldRemovals.create({ knex, absent });
    targets = TargetStore.create({ knex });
    await list(5, 1000);
  });

  it('shows which nodes are kept', async () => {
    const generation = await list(3, 2000);
    await expect(held.inspect(TARGET)).resolves.toMatchObject({
      account: ACCOUNT,
      region: REGION,
      held: { generation, missing: 2, known: 5, dismissedAt: null },
      nodes: [
        { title: 'node-4', lastSeenAt: new Date(1000).toISOString() },
        { title: 'node-5' },
      ],
    });
  });

  it('lets them go when an operator accepts, and tells the catalog', async () => {
    const generation = await list(3, 2000);
    const before = await revision();
    await expect(
      held.decide(TARGET, { generation, decision: 'accept' }, OMAR, 3000),
    ).resolves.toEqual({ removed: 2 });
    expect(await present()).toEqual(['node-1', 'node-2', 'node-3']);
    expect(await revision()).toBe(before + 2);
    await expect(held.inspect(TARGET)).rejects.toThrow('No removal is held');
    expect(await targets.get(TARGET)).toMatchObject({
      state: 'ok',
      held: null,
    });
  });

  it('spares what a listing under way has shown again', async () => {
    const generation = await list(3, 2000);
    const next = await targets.begin({ ...TARGET, source: 'ssm' }, 3000);
    await NodeWriter.create({ knex }).applyPage(listing(next), [all[3]], 3000);
    await expect(
      held.decide(TARGET, { generation, decision: 'accept' }, OMAR, 3001),
    ).resolves.toEqual({ removed: 1 });
    expect(await present()).toEqual(['node-1', 'node-2', 'node-3', 'node-4']);
  });

  it('refuses a decision about an earlier listing', async () => {
    const generation = await list(3, 2000);
    await list(2, 3000);
    await expect(
      held.decide(TARGET, { generation, decision: 'accept' }, OMAR, 4000),
    ).rejects.toThrow('Another listing of');
    expect(await present()).toHaveLength(5);
  });

  it('keeps them when an operator says so, until more are missing', async () => {
    const generation = await list(3, 2000);
    await held.decide(TARGET, { generation, decision: 'dismiss' }, OMAR, 3000);
    await list(3, 4000);
    await expect(held.inspect(TARGET)).resolves.toMatchObject({
      held: { missing: 2, dismissedBy: OMAR },
    });
    expect(await present()).toHaveLength(5);
    await list(2, 5000);
    await expect(held.inspect(TARGET)).resolves.toMatchObject({
      held: {
        missing: 3,
        dismissedBy: null,
        dismissedAt: null,
        since: new Date(2001).toISOString(),
      },
    });
    await list(5, 6000);
    await expect(held.inspect(TARGET)).rejects.toThrow('No removal is held');
  });
});
