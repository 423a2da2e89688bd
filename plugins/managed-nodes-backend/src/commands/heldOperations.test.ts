import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import {
  createEngine,
  emptyGroup,
  FakeTransport,
  operationOf,
  RATES,
  someNodes,
} from './__testUtils__/engine';
import { groupNodes } from './groups';

jest.setTimeout(60_000);

const NODES = someNodes(45);
const DROPPED = {
  outcome: 'cancelled' as const,
  detail: 'It was not approved',
  now: 5_000,
};

describe.each(databases.eachSupportedId())('held operations on %s', id => {
  let knex: Knex;
  let automation: FakeTransport;
  let engine: ReturnType<typeof createEngine>;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    automation = new FakeTransport();
    engine = createEngine(knex, { automation });
  });

  const hold = async (more = {}) => {
    const operation = operationOf({ nodes: NODES, ...more });
    return engine.store.create(
      operation,
      groupNodes(NODES, RATES),
      Date.now(),
      { held: true },
    );
  };
  const groupStates = async (operation: string) =>
    (await engine.store.groups(operation)).map(({ state }) => state);

  it('take no nodes, and are nothing to do for whoever follows operations', async () => {
    const { id: operation } = await hold();
    expect(await engine.work.any()).toBe(false);
    await engine.send(operation);
    await engine.look();
    expect(automation.sent).toEqual([]);
    expect(await engine.work.toSettle()).toEqual([]);
    expect(await engine.work.abandoned(Date.now() + 1e9)).toEqual([]);
    expect(await knex('command_claims')).toEqual([]);
    const { state, nodes } = await engine.outcome(operation);
    expect(state).toBe('held');
    expect(await groupStates(operation)).toEqual(['held', 'held']);
    expect(new Set(nodes.map(({ outcome }) => outcome))).toEqual(
      new Set(['queued']),
    );
    // To cancel it is not to drop it.
    await engine.canceller.cancel(operation, 'user:default/omar');
    expect((await engine.outcome(operation)).state).toBe('held');
  });

  it('are launched once, also by two at once, and are sent then', async () => {
    const { id: operation } = await hold();
    const also = jest.fn(async (trx: Knex.Transaction) => {
      await trx('command_operations').update({ note: 'launched' });
    });
    const launches = await Promise.all(
      [1, 2].map(() => engine.store.launch(operation, Date.now(), also)),
    );
    expect(launches.sort()).toEqual([false, true]);
    expect(also).toHaveBeenCalledTimes(1);
    expect(await groupStates(operation)).toEqual(['planned', 'planned']);
    expect(await knex('command_claims')).toHaveLength(45);
    const row = await engine.store.get(operation);
    expect(row).toMatchObject({ state: 'queued', note: 'launched' });
    expect(Number(row?.sending_until)).toBeGreaterThan(Date.now());
    await engine.send(operation);
    expect(automation.sent.map(({ nodeIds }) => nodeIds.length)).toEqual([
      40, 5,
    ]);
    expect(await engine.store.drop(operation, DROPPED)).toBe(false);
    expect((await engine.outcome(operation)).state).toBe('running');
  });

  it('stay held when another operation has one of their nodes', async () => {
    const { id: operation } = await hold();
    const other = await engine.start(operationOf({ nodes: [NODES[44]] }));
    const also = jest.fn();
    await expect(
      engine.store.launch(operation, Date.now(), also),
    ).rejects.toThrow('Another operation');
    expect(also).not.toHaveBeenCalled();
    expect((await engine.outcome(operation)).state).toBe('held');
    expect(await groupStates(operation)).toEqual(['held', 'held']);
    expect(await knex('command_claims')).toHaveLength(1);

    automation.report = {
      nodes: [
        { nodeId: NODES[44].node_id, outcome: 'succeeded', detail: null },
      ],
    };
    await engine.look();
    expect((await engine.outcome(other)).nodes[0].outcome).toBe('succeeded');
    expect(await engine.store.launch(operation, Date.now())).toBe(true);
  });

  it('end without being sent when they are dropped', async () => {
    const { id: operation } = await hold();
    await expect(
      engine.store.drop(operation, DROPPED, async () => {
        throw new Error('Somebody decided meanwhile');
      }),
    ).rejects.toThrow('meanwhile');
    expect((await engine.outcome(operation)).state).toBe('held');

    expect(await engine.store.drop(operation, DROPPED)).toBe(true);
    expect(await engine.store.drop(operation, DROPPED)).toBe(false);
    expect(await engine.store.launch(operation, Date.now())).toBe(false);
    const { state, nodes } = await engine.outcome(operation);
    expect(state).toBe('cancelled');
    expect(Number((await engine.store.get(operation))?.ended_at)).toBe(5_000);
    expect(nodes[0]).toEqual({
      outcome: 'cancelled',
      detail: 'It was not approved',
    });
    expect(await groupStates(operation)).toEqual(['unsent', 'unsent']);
    expect(await knex('command_claims')).toEqual([]);
    expect(await engine.work.any()).toBe(false);
  });

  it('have what is kept with them noted with them, or not at all', async () => {
    const seen: string[] = [];
    const operation = operationOf();
    const create = () =>
      engine.store.create(operation, [emptyGroup()], Date.now(), {
        held: true,
        also: async (_trx, operationId) => {
          seen.push(operationId);
        },
      });
    const { id: first, isNew } = await create();
    expect(isNew).toBe(true);
    expect(await create()).toEqual({ id: first, isNew: false });
    expect(seen).toEqual([first]);

    await expect(
      engine.store.create(operationOf(), [emptyGroup()], Date.now(), {
        also: async () => {
          throw new Error('It could not be noted');
        },
      }),
    ).rejects.toThrow('noted');
    expect(await knex('command_operations')).toHaveLength(1);
  });
});
