import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import {
  createEngine,
  FakeTransport,
  operationOf,
  RATES,
  someNodes,
} from './__testUtils__/engine';
import { groupNodes } from './groups';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('transports on %s', id => {
  let knex: Knex;
  let command: FakeTransport;
  let automation: FakeTransport;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    command = new FakeTransport();
    automation = new FakeTransport();
  });

  it('are chosen by operations, and told all of what is to be sent', async () => {
    const engine = createEngine(knex, { command, automation });
    const [one, two] = someNodes(2);
    const first = await engine.start(
      operationOf({ nodes: [one], nodesParameter: 'InstanceIds' }),
    );
    expect(command.sent).toEqual([]);
    expect(automation.sent).toMatchObject([
      {
        operationId: first,
        number: 1,
        document: 'Restart-Service',
        version: '3',
        parameters: { Service: ['nginx'] },
        nodesParameter: 'InstanceIds',
        nodeIds: [one.node_id],
        maxConcurrency: '10',
      },
    ]);
    const second = await engine.start(
      operationOf({ transport: undefined, version: undefined, nodes: [two] }),
    );
    expect(command.sent).toMatchObject([
      { operationId: second, version: null, nodesParameter: null },
    ]);

    command.report = {
      nodes: [{ nodeId: two.node_id, outcome: 'succeeded', detail: null }],
    };
    await engine.look();
    expect((await engine.outcome(first)).state).toBe('running');
    await engine.look();
    expect((await engine.outcome(second)).state).toBe('succeeded');

    await engine.canceller.cancel(first, 'user:default/omar');
    expect(automation.cancelled).toEqual([
      { id: 'sent-1', by: 'user:default/omar' },
    ]);
    expect(command.cancelled).toEqual([]);
  });

  it('are told what the session may do besides', async () => {
    const engine = createEngine(knex, { automation });
    const nodes = someNodes(1);
    const { id: operation } = await engine.store.create(
      operationOf({ nodes }),
      groupNodes(nodes, RATES),
      Date.now(),
    );
    const statements = [
      { Action: ['ec2:RebootInstances'], Resource: ['{{nodes}}'] },
    ];
    engine.sender.start((await engine.store.get(operation))!, {
      recheck: async () => new Map(),
      repeatable: true,
      statements,
    });
    await engine.sender.idle();
    expect(automation.sent).toMatchObject([{ repeatable: true, statements }]);
  });

  it('that a portal does not have send nothing, and are said to', async () => {
    const engine = createEngine(knex, { command });
    const operation = await engine.start(operationOf({ nodes: someNodes(1) }));
    expect(await engine.outcome(operation)).toMatchObject({
      state: 'failed',
      nodes: [
        { outcome: 'not-sent', detail: 'This portal sends no automations' },
      ],
    });
    expect(await knex('command_claims')).toEqual([]);
  });

  it('may say why nothing was sent where that is about no single node', async () => {
    automation.refusal = { failure: 'There is no such version' };
    const engine = createEngine(knex, { automation });
    const operation = await engine.start(operationOf({ nodes: someNodes(2) }));
    expect((await engine.outcome(operation)).nodes).toEqual([
      { outcome: 'not-sent', detail: 'There is no such version' },
      { outcome: 'not-sent', detail: 'There is no such version' },
    ]);
  });
});
