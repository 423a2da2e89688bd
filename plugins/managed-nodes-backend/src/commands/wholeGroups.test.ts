import { NotAllowedError } from '@backstage/errors';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import {
  createEngine,
  emptyGroup,
  FakeTransport,
  operationOf,
  someNodes,
} from './__testUtils__/engine';
import { NodeReport } from './types';

jest.setTimeout(60_000);

const [ONE, TWO] = someNodes(2);
const NODES = [ONE, TWO];
const DAY = 86_400_000;

describe.each(databases.eachSupportedId())('groups as a whole on %s', id => {
  let knex: Knex;
  let automation: FakeTransport;
  let leftOut: jest.Mock;
  let ended: jest.Mock;
  let engine: ReturnType<typeof createEngine>;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    automation = new FakeTransport();
    leftOut = jest.fn();
    ended = jest.fn();
    engine = createEngine(
      knex,
      { automation },
      { observer: { leftOut, ended } },
    );
  });

  const create = async () => {
    const groups = [emptyGroup(1), emptyGroup(2)];
    const { id: operation } = await engine.store.create(
      operationOf(),
      groups,
      Date.now(),
    );
    return operation;
  };
  const of = (node: typeof ONE, outcome: NodeReport['outcome']) => ({
    nodeId: node.node_id,
    outcome,
    detail: null,
  });
  const sentAgo = (age: number) =>
    knex('command_groups').update({ sent_at: Date.now() - age });

  it('are sent without nodes, and followed to the end of the last', async () => {
    const operation = await create();
    expect((await engine.outcome(operation)).state).toBe('queued');
    await engine.send(operation);
    expect(automation.sent.map(({ nodeIds }) => nodeIds)).toEqual([[], []]);
    automation.report = {
      nodes: [],
      whole: { outcome: 'waiting', detail: 'A step waits for a person' },
    };
    await engine.look();
    await engine.look();
    expect(await engine.outcome(operation)).toEqual({
      state: 'running',
      nodes: [],
      groups: [1, 2].map(() => ({
        state: 'sent',
        outcome: 'waiting',
        detail: 'A step waits for a person',
      })),
    });
    expect(await engine.work.any()).toBe(true);

    const reports = jest
      .spyOn(automation, 'reports')
      .mockImplementation(async (_target, execution) => ({
        nodes: [],
        whole: {
          outcome: execution === 'sent-1' ? 'succeeded' : 'running',
          detail: null,
        },
      }));
    await engine.look();
    expect(await engine.outcome(operation)).toMatchObject({
      state: 'running',
      groups: [{ state: 'ended', outcome: 'succeeded' }, { state: 'sent' }],
    });
    reports.mockResolvedValue({
      nodes: [],
      whole: { outcome: 'timed-out', detail: 'Step Drain timed out' },
    });
    await engine.look();
    expect(await engine.outcome(operation)).toMatchObject({
      state: 'failed',
      groups: [
        { outcome: 'succeeded' },
        {
          state: 'ended',
          outcome: 'timed-out',
          detail: 'Step Drain timed out',
        },
      ],
    });
    expect(ended).toHaveBeenCalledTimes(1);
    for (const group of await engine.store.groups(operation)) {
      expect(Number(group.ended_at)).toBeGreaterThan(Date.now() - DAY);
    }
    expect(await engine.work.any()).toBe(false);
  });

  it.each([
    [
      'are refused',
      async () => new Map([['', 'The document was changed']]),
      'The document was changed',
    ],
    [
      'are not allowed',
      async () => {
        throw new NotAllowedError('You may not run it any more');
      },
      'You may not run it any more',
    ],
    [
      'cannot be checked',
      async () => {
        throw new Error('connect ECONNREFUSED');
      },
      'It could not be checked whether this may be done',
    ],
  ])('are not sent when they %s', async (_, recheck, why) => {
    const operation = await create();
    await engine.send(operation, recheck);
    expect(automation.sent).toEqual([]);
    const group = { state: 'unsent', outcome: 'not-sent', detail: why };
    expect(await engine.outcome(operation)).toMatchObject({
      state: 'failed',
      groups: [group, group],
    });
    expect(leftOut).toHaveBeenCalledWith(
      expect.objectContaining({ id: operation }),
      new Map([['111122223333/eu-central-1', why]]),
    );
  });

  it('are not sent with their nodes either', async () => {
    const groups = [{ ...emptyGroup(), nodes: NODES }];
    const { id: operation } = await engine.store.create(
      operationOf({ nodes: NODES }),
      groups,
      Date.now(),
    );
    const why = 'The document was changed';
    await engine.send(operation, async () => new Map([['', why]]));
    const node = { outcome: 'not-sent', detail: why };
    expect((await engine.outcome(operation)).nodes).toEqual([node, node]);
    expect(leftOut).toHaveBeenCalledWith(
      expect.objectContaining({ id: operation }),
      new Map(NODES.map(({ name }) => [name, why])),
    );
  });

  it('say why AWS did not take them', async () => {
    automation.refusal = { failure: 'AWS did not take it: no such version' };
    const operation = await engine.start(operationOf());
    expect(await engine.outcome(operation)).toMatchObject({
      state: 'failed',
      groups: [{ outcome: 'not-sent', detail: automation.refusal.failure }],
    });
  });

  it('are cancelled, sent or not', async () => {
    const operation = await create();
    await engine.canceller.cancel(operation, 'user:default/omar');
    expect(await engine.outcome(operation)).toMatchObject({
      state: 'cancelled',
      groups: [{ state: 'unsent', outcome: 'cancelled' }, {}],
    });
    const second = await engine.start(operationOf());
    await engine.canceller.cancel(second, 'user:default/omar');
    expect(automation.cancelled).toHaveLength(1);
    expect((await engine.outcome(second)).state).toBe('cancelling');
    automation.report = {
      nodes: [],
      whole: { outcome: 'cancelled', detail: null },
    };
    await engine.look();
    expect((await engine.outcome(second)).state).toBe('cancelled');
  });

  it('are let go of when their sender is gone, or AWS forgot them', async () => {
    const operation = await create();
    await knex('command_operations').update({ sending_until: 0 });
    await engine.look();
    expect(await engine.outcome(operation)).toMatchObject({
      state: 'failed',
      groups: [{ state: 'unsent', outcome: 'not-sent' }, {}],
    });
    const second = await engine.start(operationOf());
    automation.now = 'unknown';
    await engine.look();
    expect((await engine.outcome(second)).state).toBe('running');
    await sentAgo(400_000);
    await engine.look();
    expect(await engine.outcome(second)).toMatchObject({
      state: 'failed',
      groups: [
        {
          state: 'ended',
          outcome: 'failed',
          detail: 'AWS does not know this automation any more',
        },
      ],
    });
    // People take their time.
    const third = await engine.start(operationOf());
    automation.report = {
      nodes: [],
      whole: { outcome: 'waiting', detail: null },
    };
    await sentAgo(20 * DAY);
    await engine.look();
    expect((await engine.outcome(third)).state).toBe('running');
    await sentAgo(40 * DAY);
    await engine.look();
    expect((await engine.outcome(third)).groups[0].detail).toBe(
      'It did not end within a month',
    );
  });

  it('end with their nodes, and never before what AWS has', async () => {
    const operation = await engine.start(operationOf({ nodes: NODES }));
    automation.report = {
      nodes: [of(ONE, 'succeeded'), of(TWO, 'succeeded')],
      whole: { outcome: 'running', detail: null },
    };
    await engine.look();
    expect((await engine.outcome(operation)).state).toBe('running');
    // The nodes are free all the same.
    expect(await knex('command_claims')).toEqual([]);
    automation.report.whole = { outcome: 'succeeded', detail: null };
    await engine.look();
    expect(await engine.outcome(operation)).toMatchObject({
      state: 'succeeded',
      groups: [{ state: 'ended', outcome: 'succeeded' }],
    });
  });

  it('are not looked at for ever when their operation ended before them', async () => {
    const operation = await engine.start(operationOf({ nodes: NODES }));
    automation.report.nodes = [of(ONE, 'succeeded'), of(TWO, 'succeeded')];
    await engine.look();
    expect((await engine.outcome(operation)).state).toBe('succeeded');
    // As if two had settled it at once.
    await knex('command_groups').update({ state: 'sent', poll_at: 0 });
    expect(await engine.work.any()).toBe(true);
    await engine.look();
    expect((await engine.outcome(operation)).groups[0].state).toBe('ended');
    expect(await engine.work.any()).toBe(false);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it('end the nodes whose turn never came', async () => {
    const operation = await engine.start(operationOf({ nodes: NODES }));
    automation.report = {
      nodes: [of(ONE, 'running')],
      whole: { outcome: 'failed', detail: 'Too many of them failed' },
    };
    await engine.look();
    expect((await engine.outcome(operation)).nodes).toMatchObject([
      { outcome: 'running' },
      { outcome: 'queued' },
    ]);
    await engine.look();
    expect((await engine.outcome(operation)).nodes).toMatchObject([
      { outcome: 'running' },
      { outcome: 'failed', detail: 'Too many of them failed' },
    ]);
    automation.report.nodes = [of(ONE, 'succeeded')];
    await engine.look();
    expect(await engine.outcome(operation)).toMatchObject({
      state: 'failed',
      nodes: [{ outcome: 'succeeded' }, { outcome: 'failed' }],
    });
    expect(await knex('command_claims')).toEqual([]);
  });
});
