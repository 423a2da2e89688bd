import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import {
  Commands,
  createReplica,
  OMAR,
  PRIYA,
  RITA,
  STAGING,
  startCommands,
} from './__testUtils__/world';

jest.setTimeout(60_000);

const PAYMENTS = { owner_ref: 'group:default/payments-team', account: PROD };

describe.each(databases.eachSupportedId())('operations on %s', id => {
  let aws: Commands;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof createReplica>>;

  beforeEach(async () => {
    aws = await startCommands(600);
    knex = await openTestDatabase(id);
    portal = await createReplica(knex, aws);
    await portal.list(PROD, STAGING);
  });
  afterEach(async () => {
    await portal.sender.stop();
    await aws.stop();
  });

  const sent = () => aws.control.commands.list();

  it('cancels for those who may, everything there is', async () => {
    await aws.control.commands.configure({ speed: 1 });
    const nodes = await portal.names(3, PAYMENTS);
    const operation = await portal.start(PRIYA, 'install', nodes);
    await portal.sender.idle();
    await expect(
      portal.operations.cancel(operation.id, RITA),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect((await portal.operations.get(operation.id, RITA)).canCancel).toBe(
      false,
    );
    expect((await portal.operations.get(operation.id, PRIYA)).canCancel).toBe(
      true,
    );
    const cancelling = await portal.operations.cancel(operation.id, OMAR);
    expect(cancelling).toMatchObject({
      state: 'cancelling',
      cancelledBy: 'user:default/omar',
    });
    const end = await portal.follow(operation.id, 50);
    expect(end).toMatchObject({
      state: 'cancelled',
      outcomes: { cancelled: 3 },
      canRetry: true,
    });
    await expect(
      portal.operations.cancel(operation.id, OMAR),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('tries failed nodes again, and no others', async () => {
    const [bad, good, other] = await portal.names(3, PAYMENTS);
    await aws.control.commands.fail(bad);
    const operation = await portal.start(PRIYA, 'install', [bad, good], {
      maxErrors: '100%',
    });
    const end = await portal.follow(operation.id);
    expect(end).toMatchObject({
      state: 'failed',
      outcomes: { failed: 1, succeeded: 1 },
      canRetry: true,
    });
    const { items } = await portal.operations.nodes(
      operation.id,
      { limit: 10 },
      PRIYA,
    );
    expect(items.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'succeeded',
    ]);
    for (const wrong of [[good], [other], [bad, other]]) {
      await expect(
        portal.start(PRIYA, 'install', wrong, { retryOf: operation.id }),
      ).rejects.toMatchObject({ name: 'InputError' });
    }
    await expect(
      portal.start(PRIYA, 'scan', [bad], { retryOf: operation.id }),
    ).rejects.toMatchObject({ name: 'InputError' });
    await expect(
      portal.start(PRIYA, 'install', [bad], { retryOf: randomUUID() }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    const again = await portal.start(PRIYA, 'install', [bad], {
      retryOf: operation.id,
    });
    expect(again.retryOf).toBe(operation.id);
    expect((await portal.follow(again.id)).state).toBe('succeeded');
  });

  it('lets one of two who start at once have a node', async () => {
    const [shared, one, two] = await portal.names(3, PAYMENTS);
    const other = await createReplica(knex, aws, { rights: portal.rights });
    const tries = await Promise.allSettled([
      portal.start(PRIYA, 'scan', [one, shared]),
      other.start(OMAR, 'scan', [shared, two]),
    ]);
    expect(tries.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'ConflictError' },
    });
    await Promise.all([portal.sender.idle(), other.sender.idle()]);
    const commands = await sent();
    expect(commands.flatMap(({ nodeIds }) => nodeIds)).toHaveLength(2);
    expect(await knex('command_operations')).toHaveLength(1);
  });

  it('sends to many nodes of two accounts in commands of 40', async () => {
    const prod = await portal.names(45, { account: PROD });
    const staging = await portal.names(5, { account: STAGING });
    const operation = await portal.start(OMAR, 'scan', [...prod, ...staging]);
    await portal.sender.idle();
    const commands = await sent();
    expect(
      commands.map(({ account, nodeIds }) => [account, nodeIds.length]).sort(),
    ).toEqual([
      [PROD, 40],
      [PROD, 5],
      [STAGING, 5],
    ]);
    const end = await portal.follow(operation.id);
    expect(end).toMatchObject({ state: 'succeeded', nodes: 50 });
    const first = await portal.operations.nodes(
      operation.id,
      { limit: 30 },
      OMAR,
    );
    const rest = await portal.operations.nodes(
      operation.id,
      { limit: 30, cursor: first.nextCursor! },
      OMAR,
    );
    expect(first.totalItems).toBe(50);
    expect(
      new Set([...first.items, ...rest.items].map(({ name }) => name)).size,
    ).toBe(50);
    expect(rest.nextCursor).toBeNull();
  });
});
