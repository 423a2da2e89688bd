import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { PROD } from '../__testUtils__/createSync';
import {
  Commands,
  createReplica,
  OMAR,
  PRIYA,
  startCommands,
} from '../patches/actions/__testUtils__/world';
import { CommandReader } from './CommandReader';
import { CommandSender } from './CommandSender';

jest.setTimeout(60_000);

const PAYMENTS = { owner_ref: 'group:default/payments-team', account: PROD };
const HOUR = 3_600_000;
const signal = new AbortController().signal;

describe.each(databases.eachSupportedId())('what is lost on %s', id => {
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

  const nodesOf = async (operation: string) =>
    (await portal.operations.nodes(operation, { limit: 200 }, OMAR)).items;
  const groups = (change: object) => knex('command_groups').update(change);
  /** Lets the time pass after which a sender counts as gone. */
  const outlive = (age = 150_000) =>
    groups({ attempt_at: Date.now() - age, poll_at: null });

  it('is an install that AWS has and did not answer for: it is found', async () => {
    await aws.control.addFault({
      operation: 'SendCommand',
      kind: 'truncated',
      count: 1,
    });
    const operation = await portal.start(
      PRIYA,
      'install',
      await portal.names(1, PAYMENTS),
    );
    expect(await portal.follow(operation.id)).toMatchObject({
      state: 'succeeded',
    });
    expect(await aws.control.commands.list()).toHaveLength(1);
  });

  it('is an install that AWS does not have: it is never sent again', async () => {
    await aws.control.addFault({
      operation: 'SendCommand',
      kind: 'reset',
      count: 1,
    });
    const nodes = await portal.names(1, PAYMENTS);
    const operation = await portal.start(PRIYA, 'install', nodes);
    await portal.sender.idle();
    await portal.follower.step(signal);
    // It may still turn up, so nobody else gets the node.
    expect(await knex('command_claims')).toHaveLength(1);
    await outlive();
    expect(await portal.follow(operation.id)).toMatchObject({
      state: 'failed',
      outcomes: { 'not-sent': 1 },
    });
    expect((await nodesOf(operation.id))[0].detail).toBe(
      'It could not be sent, and AWS has no command of it',
    );
    expect(await aws.control.commands.list()).toEqual([]);
    expect(await knex('command_claims')).toEqual([]);
  });

  it('is a command that AWS takes after it was given up: it is cancelled', async () => {
    await aws.control.commands.configure({ speed: 1 });
    const { send } = CommandSender.prototype;
    jest
      .spyOn(CommandSender.prototype, 'send')
      .mockImplementation(async function slow(this: CommandSender, ...args) {
        // As if this process had stood still since it asked whether it may.
        const find = jest
          .spyOn(CommandReader.prototype, 'find')
          .mockResolvedValue(undefined);
        await outlive();
        await portal.follower.step(signal);
        find.mockRestore();
        const [command, user] = args;
        return send.call(this, command, user, async () => true);
      });
    const operation = await portal.start(
      PRIYA,
      'install',
      await portal.names(1, PAYMENTS),
    );
    await portal.sender.idle();
    expect((await nodesOf(operation.id))[0]).toMatchObject({
      outcome: 'not-sent',
      commandId: null,
    });
    const [command] = await aws.control.commands.list();
    expect(command.status).toMatch(/^Cancel/);
    expect(portal.logger.error).toHaveBeenCalledWith(
      expect.stringContaining(command.id),
    );
  });

  it('is a command whose sender is gone, and that somebody cancelled', async () => {
    await aws.control.commands.configure({ speed: 1 });
    const { send } = CommandSender.prototype;
    jest
      .spyOn(CommandSender.prototype, 'send')
      .mockImplementation(async function crash(this: CommandSender, ...args) {
        await send.apply(this, args);
        throw new Error('The process is gone');
      });
    const operation = await portal.start(
      PRIYA,
      'install',
      await portal.names(1, PAYMENTS),
    );
    await portal.sender.idle();
    await portal.operations.cancel(operation.id, OMAR);
    await outlive();
    const other = await createReplica(knex, aws);
    expect(await other.follow(operation.id, 40)).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'user:default/omar',
      outcomes: { cancelled: 1 },
    });
    const [command] = await aws.control.commands.list();
    expect(command.status).toBe('Cancelled');
  });

  it('is not what AWS does not tell of while its command goes on', async () => {
    await aws.control.commands.configure({ speed: 0.01 });
    const [one] = await portal.names(1, PAYMENTS);
    const operation = await portal.start(PRIYA, 'scan', [one]);
    await portal.sender.idle();
    jest.spyOn(CommandReader.prototype, 'reports').mockResolvedValue([]);
    await groups({ sent_at: Date.now() - HOUR, poll_at: 0 });
    await portal.follower.step(signal);
    expect((await nodesOf(operation.id))[0].outcome).toBe('queued');
    expect(await knex('command_claims')).toHaveLength(1);
    // By somebody who works with AWS itself.
    jest
      .spyOn(CommandReader.prototype, 'status')
      .mockResolvedValue('cancelled');
    await groups({ poll_at: 0 });
    await portal.follower.step(signal);
    expect((await nodesOf(operation.id))[0]).toMatchObject({
      outcome: 'cancelled',
      detail: 'The command was cancelled before it began there',
    });
    expect(await knex('command_claims')).toEqual([]);
  });

  it('ends in some hours although AWS may not be asked for it', async () => {
    jest
      .spyOn(CommandSender.prototype, 'send')
      .mockRejectedValue(new Error('The process is gone'));
    jest
      .spyOn(CommandReader.prototype, 'find')
      .mockRejectedValue(new Error('not authorized'));
    const operation = await portal.start(
      PRIYA,
      'install',
      await portal.names(1, PAYMENTS),
    );
    await portal.sender.idle();
    await outlive();
    await portal.follower.step(signal);
    expect((await nodesOf(operation.id))[0].outcome).toBe('queued');
    await outlive(7 * HOUR);
    await portal.follower.step(signal);
    expect((await nodesOf(operation.id))[0]).toMatchObject({
      outcome: 'failed',
      detail: 'Nobody knows whether AWS took the command: not authorized',
    });
    expect(await knex('command_claims')).toEqual([]);
  });
});
