import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { openTestDatabase } from '../__testUtils__/nodes';
import { createSync, PROD } from '../__testUtils__/createSync';
import { PersonSessions } from '../aws/PersonSessions';
import { GroupToSend } from '../commands/Transport';
import { OPERATE_ROLE, REGION } from '../patches/actions/__testUtils__/world';
import {
  RunbookWorld,
  startRunbookWorld,
} from '../runbooks/__testUtils__/world';
import { AutomationReader } from './AutomationReader';
import { AutomationTransport } from './AutomationTransport';

jest.setTimeout(60_000);

const HERE = { account: PROD, region: REGION };
const PRIYA = 'user:default/priya';
const yes = async () => true;

describe('AutomationTransport', () => {
  let aws: RunbookWorld;
  let knex: Knex;
  let transport: AutomationTransport;
  const { signal } = new AbortController();

  beforeEach(async () => {
    aws = await startRunbookWorld(400);
    knex = await openTestDatabase('SQLITE_3');
    const { root, accounts, clients } = createSync(knex, aws.credentials);
    transport = AutomationTransport.create({
      sessions: PersonSessions.fromConfig(root, {
        accounts,
        roleName: OPERATE_ROLE,
      }),
      reader: AutomationReader.create({ clients }),
      pauseMs: 1,
    });
  });
  afterEach(() => aws.stop());

  const nodes = async (count: number) => {
    const found = await aws.control.findNodes({
      ...HERE,
      pingStatus: 'Online',
      limit: count,
    });
    return found.nodes.map(({ id }) => id);
  };
  const group = (more: Partial<GroupToSend>): GroupToSend => ({
    ...HERE,
    operationId: randomUUID(),
    number: 1,
    document: 'Test-AskFirst',
    version: '1',
    parameters: {},
    nodesParameter: 'InstanceIds',
    nodeIds: [],
    maxConcurrency: '5',
    maxErrors: '0',
    repeatable: true,
    ...more,
  });
  const started = async () =>
    (await aws.control.calls())
      .filter(({ operation }) => operation === 'StartAutomationExecution')
      .reduce((sum, { calls }) => sum + calls, 0);

  it('starts a group once, whatever happens to the answer', async () => {
    await aws.control.addFault({
      operation: 'StartAutomationExecution',
      kind: 'truncated',
      count: 1,
    });
    const wanted = group({ nodeIds: await nodes(1) });
    const { commandId: id, unknown } = await transport.send(wanted, PRIYA, yes);
    expect({ id, unknown }).toEqual({ id: expect.any(String), unknown: false });
    expect(await started()).toBe(2);
    expect(await aws.control.runbooks.list()).toHaveLength(1);
    expect(await transport.find(wanted, 0, signal)).toBe(id);
    expect(
      await transport.find({ ...wanted, number: 2 }, 0, signal),
    ).toBeUndefined();
  });

  it('starts nothing that is not to be started any more', async () => {
    const result = await transport.send(
      group({ nodeIds: await nodes(1) }),
      PRIYA,
      async () => false,
    );
    expect(result).toMatchObject({ commandId: undefined, unknown: false });
    expect(await started()).toBe(0);
  });

  it('says what AWS refuses', async () => {
    const result = await transport.send(
      group({ nodeIds: await nodes(1), document: 'Nothing-LikeIt' }),
      PRIYA,
      yes,
    );
    expect(result.commandId).toBeUndefined();
    expect(result.failure).toMatch(/^AWS did not take the execution: /);
    expect(await started()).toBe(1);
  });

  it('tells how many are doing by few requests, and of those on several nodes nothing', async () => {
    const [first, second, ...others] = await nodes(4);
    const send = async (nodeIds: string[]) =>
      (await transport.send(group({ nodeIds }), PRIYA, yes)).commandId!;
    const ids = [await send([first]), await send([second])];
    const several = await send(others);
    await aws.control.resetCalls();
    const sweep = () =>
      transport.sweep(HERE, [...ids, several], Date.now(), signal);
    const before = await sweep();
    expect([...before.keys()].sort()).toEqual([...ids].sort());
    await transport.cancel(HERE, ids[0], PRIYA);
    await aws.control.advance(5_000);
    const after = await sweep();
    expect(after.get(ids[0])).not.toBe(before.get(ids[0]));
    expect(await transport.status(HERE, ids[0], signal)).toBe('cancelled');
    // What is over can be cancelled again, and what is not there.
    await transport.cancel(HERE, ids[0], PRIYA);
    await transport.cancel(HERE, randomUUID(), PRIYA);
  });

  it('lets a session start this document only, and on these nodes only', async () => {
    const [own, foreign] = await nodes(2);
    const wanted = group({
      document: 'Test-SayByAutomation',
      nodeIds: [own],
      // As for a document whose parameters were made to name another node.
      nodesParameter: null,
      parameters: { InstanceIds: [foreign] },
      statements: [
        {
          Action: ['ssm:SendCommand'],
          Resource: ['arn:*:ssm:*:*:document/Test-Say', '{{nodes}}'],
        },
        {
          Action: ['ssm:ListCommands', 'ssm:ListCommandInvocations'],
          Resource: ['*'],
        },
      ],
    });
    const { commandId: id } = await transport.send(wanted, PRIYA, yes);
    const ended = async () => {
      for (let round = 0; round < 50; round += 1) {
        const { whole } = await transport.reports(
          { ...HERE, nodeIds: [] },
          id!,
          signal,
        );
        if (whole && whole.outcome !== 'running') {
          return whole;
        }
        await new Promise(done => setTimeout(done, 200));
      }
      throw new Error('It goes on');
    };
    expect(await ended()).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/AccessDenied/),
    });
    expect(await aws.control.commands.list()).toEqual([]);
  });
});
