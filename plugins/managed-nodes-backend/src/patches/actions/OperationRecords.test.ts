import { Knex } from 'knex';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import { createAuditor } from './__testUtils__/api';
import {
  Commands,
  createReplica,
  never,
  OMAR,
  PRIYA,
  startCommands,
} from './__testUtils__/world';

jest.setTimeout(60_000);

const PAYMENTS = { owner_ref: 'group:default/payments-team', account: PROD };

describe.each(databases.eachSupportedId())('records on %s', id => {
  let aws: Commands;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof createReplica>>;
  let recorded: ReturnType<typeof createAuditor>;

  beforeEach(async () => {
    aws = await startCommands(600);
    knex = await openTestDatabase(id);
    recorded = createAuditor();
    portal = await createReplica(knex, aws, { auditor: recorded.auditor });
    await portal.list(PROD);
  });
  afterEach(async () => {
    await portal.sender.stop();
    await aws.stop();
  });
  const written = async (count: number) => {
    const until = Date.now() + 5_000;
    while (
      recorded.events.filter(({ status }) => status !== 'open').length <
        count &&
      Date.now() < until
    ) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    return recorded.events;
  };

  it('name whoever started what ended, and how it went', async () => {
    const [bad, good] = await portal.names(2, PAYMENTS);
    await aws.control.commands.fail(bad);
    const failed = await portal.start(PRIYA, 'install', [bad, good], {
      maxErrors: '100%',
    });
    await portal.follow(failed.id);
    expect(await written(1)).toEqual([
      {
        eventId: 'patch-end',
        user: undefined,
        status: 'failed',
        error: 'Error',
        meta: {
          operation: failed.id,
          action: 'install',
          startedBy: 'user:default/priya',
          state: 'failed',
          outcomes: { failed: 1, succeeded: 1 },
        },
      },
    ]);

    await aws.control.commands.configure({ speed: 1 });
    const cancelled = await portal.start(PRIYA, 'scan', [good]);
    await portal.sender.idle();
    await portal.operations.cancel(cancelled.id, OMAR);
    await portal.follow(cancelled.id, 40);
    expect((await written(2))[1]).toMatchObject({
      eventId: 'patch-end',
      status: 'succeeded',
      meta: {
        startedBy: 'user:default/priya',
        cancelledBy: 'user:default/omar',
        state: 'cancelled',
      },
    });
  });

  it('tell of nodes that were denied right before sending', async () => {
    const nodes = await portal.names(2, PAYMENTS);
    const rights = portal.rights.get('user:default/priya')!;
    const start = portal.sender.start.bind(portal.sender);
    jest.spyOn(portal.sender, 'start').mockImplementation((...args) => {
      portal.rights.set('user:default/priya', { ...rights, act: never });
      start(...args);
    });
    const operation = await portal.start(PRIYA, 'install', nodes);
    await portal.sender.idle();
    expect(await aws.control.commands.list()).toEqual([]);
    const events = await written(2);
    expect(events.map(({ eventId }) => eventId).sort()).toEqual([
      'patch-end',
      'patch-send',
    ]);
    expect(events.find(({ eventId }) => eventId === 'patch-send')).toEqual({
      eventId: 'patch-send',
      user: undefined,
      status: 'failed',
      error: 'Error',
      meta: {
        operation: operation.id,
        action: 'install',
        startedBy: 'user:default/priya',
        count: 2,
        nodes: expect.arrayContaining(
          nodes.map(name => ({
            name,
            reason: 'You may not have patches installed on it',
          })),
        ),
      },
    });
  });
});
