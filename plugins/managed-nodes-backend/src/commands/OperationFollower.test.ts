import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { PROD } from '../__testUtils__/createSync';
import {
  Commands,
  createReplica,
  OMAR,
  OPERATE_ROLE,
  PRIYA,
  startCommands,
} from '../patches/actions/__testUtils__/world';
import { CommandSender } from './CommandSender';

jest.setTimeout(60_000);

const PAYMENTS = { owner_ref: 'group:default/payments-team', account: PROD };
const signal = new AbortController().signal;

describe.each(databases.eachSupportedId())('operations on %s', id => {
  let aws: Commands;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof createReplica>>;

  beforeEach(async () => {
    aws = await startCommands(600);
    knex = await openTestDatabase(id);
    portal = await createReplica(knex, aws);
    await portal.list(PROD);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await portal.sender.stop();
    await aws.stop();
  });

  const sent = () => aws.control.commands.list();
  const nodesOf = async (operation: string) =>
    (await portal.operations.nodes(operation, { limit: 200 }, OMAR)).items;
  /** Lets the time pass after which a sender counts as gone. */
  const outlive = async () => {
    const past = Date.now() - 150_000;
    await knex('command_operations')
      .whereNotNull('sending_until')
      .update({ sending_until: past });
    await knex('command_groups')
      .where({ state: 'sending' })
      .update({ attempt_at: past });
  };
  const crashAround = (moment: 'before' | 'after') => {
    const { send } = CommandSender.prototype;
    jest
      .spyOn(CommandSender.prototype, 'send')
      .mockImplementation(async function crash(this: CommandSender, ...args) {
        if (moment === 'after') {
          await send.apply(this, args);
        }
        throw new Error('The process is gone');
      });
  };

  it('are found at AWS when the portal stopped before it noted that they were sent', async () => {
    crashAround('after');
    const nodes = await portal.names(45, { account: PROD });
    const operation = await portal.start(OMAR, 'scan', nodes);
    await portal.sender.idle();
    expect(await sent()).toHaveLength(1);

    const other = await createReplica(knex, aws);
    await other.follower.step(signal);
    // The one that sends may be slow and not gone.
    expect(
      (await nodesOf(operation.id)).map(({ outcome }) => outcome),
    ).not.toContain('not-sent');
    await outlive();
    const end = await other.follow(operation.id);
    expect(end).toMatchObject({
      state: 'failed',
      outcomes: { succeeded: 40, 'not-sent': 5 },
    });
    expect(
      (await nodesOf(operation.id)).find(
        ({ outcome }) => outcome === 'not-sent',
      ),
    ).toMatchObject({
      detail: 'The portal stopped before it was sent',
      commandId: null,
    });
    expect(await sent()).toHaveLength(1);
    expect(await knex('command_claims')).toEqual([]);
  });

  it('are not sent by anybody else when the portal stopped before it sent them', async () => {
    crashAround('before');
    const nodes = await portal.names(2, PAYMENTS);
    const operation = await portal.start(PRIYA, 'install', nodes);
    await portal.sender.idle();
    jest.restoreAllMocks();
    await outlive();
    const other = await createReplica(knex, aws);
    const end = await other.follow(operation.id);
    expect(end).toMatchObject({ state: 'failed', outcomes: { 'not-sent': 2 } });
    expect(await sent()).toEqual([]);
    // The nodes are free again.
    const again = await other.start(PRIYA, 'install', nodes, {
      retryOf: operation.id,
    });
    expect(again.nodes).toBe(2);
    await other.sender.idle();
  });

  it('are sent once although an answer was lost, or AWS was busy', async () => {
    const [one, two, three] = await portal.names(3, PAYMENTS);
    const run = async (
      name: string,
      kind: 'truncated' | 'reset' | 'throttle',
    ) => {
      await aws.control.addFault({ operation: 'SendCommand', kind, count: 2 });
      const operation = await portal.start(PRIYA, 'scan', [name]);
      await portal.sender.idle();
      await aws.control.clearFaults();
      return operation;
    };
    for (const [name, kind] of [
      [one, 'truncated'],
      [two, 'reset'],
      [three, 'throttle'],
    ] as const) {
      const operation = await run(name, kind);
      expect(await portal.follow(operation.id)).toMatchObject({
        state: 'succeeded',
      });
      expect(
        (await sent()).filter(({ comment }) => comment.includes(operation.id)),
      ).toHaveLength(1);
    }
  });

  it('leave out nodes that AWS does not take, and say what it did not allow', async () => {
    const [gone, fine, denied, locked] = await portal.names(4, PAYMENTS);
    await aws.control.terminate({ ids: [gone] });
    const operation = await portal.start(PRIYA, 'scan', [gone, fine]);
    expect(await portal.follow(operation.id)).toMatchObject({
      outcomes: { succeeded: 1, 'not-sent': 1 },
    });
    await aws.control.denyActions(PROD, OPERATE_ROLE, ['ssm:SendCommand']);
    const second = await portal.start(PRIYA, 'scan', [denied]);
    await portal.sender.idle();
    const [node] = await nodesOf(second.id);
    expect(node.outcome).toBe('not-sent');
    expect(node.detail).toContain('ssm:SendCommand');
    await aws.control.removeRole(PROD, OPERATE_ROLE);
    const third = await portal.start(PRIYA, 'scan', [locked]);
    await portal.sender.idle();
    expect((await nodesOf(third.id))[0].detail).toContain('sts:AssumeRole');
    expect(await sent()).toHaveLength(1);
  });

  it('are cancelled also while they are being sent', async () => {
    await aws.control.commands.configure({ speed: 1 });
    const nodes = await portal.names(85, { account: PROD });
    const { send } = CommandSender.prototype;
    let operationId = '';
    let cancelled: Promise<unknown> | undefined;
    jest
      .spyOn(CommandSender.prototype, 'send')
      .mockImplementation(async function meanwhile(
        this: CommandSender,
        ...args
      ) {
        const result = await send.apply(this, args);
        cancelled ??= portal.operations.cancel(operationId, OMAR);
        await cancelled;
        return result;
      });
    const start = portal.sender.start.bind(portal.sender);
    jest.spyOn(portal.sender, 'start').mockImplementation((row, sending) => {
      operationId = row.id;
      start(row, sending);
    });
    await portal.start(OMAR, 'scan', nodes);
    await portal.sender.idle();
    expect(await sent()).toHaveLength(1);
    const end = await portal.follow(operationId, 30);
    expect(end.state).toBe('cancelled');
    expect(end.outcomes.cancelled).toBeGreaterThanOrEqual(45);
    expect(end.outcomes['not-sent']).toBe(0);
  });

  it('go on with another replica, and end when AWS forgot them', async () => {
    const [one, two] = await portal.names(2, PAYMENTS);
    const operation = await portal.start(PRIYA, 'scan', [one]);
    await portal.sender.idle();
    const other = await createReplica(knex, aws);
    await Promise.all([
      other.follower.step(signal),
      portal.follower.step(signal),
    ]);
    expect((await other.follow(operation.id)).state).toBe('succeeded');

    const forgotten = await portal.start(PRIYA, 'scan', [two]);
    await portal.sender.idle();
    await knex('command_groups')
      .where({ operation_id: forgotten.id })
      .update({ command_id: randomUUID() });
    await knex('command_groups').update({ poll_at: 0 });
    await portal.follower.step(signal);
    expect((await nodesOf(forgotten.id))[0].outcome).toBe('queued');
    await knex('command_groups')
      .where({ operation_id: forgotten.id })
      .update({ sent_at: Date.now() - 400_000 });
    expect(await portal.follow(forgotten.id)).toMatchObject({
      state: 'failed',
    });
    expect((await nodesOf(forgotten.id))[0].detail).toBe(
      'AWS does not know this command any more',
    );
    expect(await knex('command_claims')).toEqual([]);
  });

  it('cost nothing when there are none, and are asked for less and less', async () => {
    await aws.control.resetCalls();
    await portal.follower.run(signal);
    expect(await aws.control.calls()).toEqual([]);

    await aws.control.commands.configure({ speed: 0.01 });
    const operation = await portal.start(
      PRIYA,
      'scan',
      await portal.names(1, PAYMENTS),
    );
    await portal.sender.idle();
    const delays: number[] = [];
    for (let look = 0; look < 7; look += 1) {
      await knex('command_groups').update({ poll_at: 0 });
      await portal.follower.step(signal);
      const [group] = await knex('command_groups').where({
        operation_id: operation.id,
      });
      delays.push(group.poll_delay);
    }
    expect(Math.max(...delays)).toBe(15_000);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
  });
});
