import { SchedulerServiceTaskFunction } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import { startEngine } from '../../commands/createEngine';
import {
  Commands,
  createReplica,
  OMAR,
  PRIYA,
  startCommands,
} from './__testUtils__/world';

jest.setTimeout(60_000);

const PAYMENTS = { owner_ref: 'group:default/payments-team', account: PROD };

describe('startEngine', () => {
  let aws: Commands;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof createReplica>>;

  beforeEach(async () => {
    aws = await startCommands(600);
    knex = await openTestDatabase('SQLITE_3');
    portal = await createReplica(knex, aws);
    await portal.list(PROD);
  });
  afterEach(async () => {
    await portal.sender.stop();
    await aws.stop();
  });

  /** A replica with its task and what it does when it is shut down. */
  async function startReplica() {
    const scheduler = mockServices.scheduler.mock();
    const lifecycle = mockServices.rootLifecycle.mock();
    const replica = await createReplica(knex, aws);
    await startEngine(replica.engine, { scheduler, lifecycle });
    const [[task]] = scheduler.scheduleTask.mock.calls;
    const [[shutdown]] = lifecycle.addShutdownHook.mock.calls;
    return { ...replica, task, shutdown };
  }

  it('goes on in one replica with what another started, and then rests', async () => {
    const first = await startReplica();
    const second = await startReplica();
    expect(second.task).toMatchObject({ scope: 'global' });
    const [name] = await portal.names(1, PAYMENTS);
    const selection = { nodes: [name] };
    const { digest } = await first.actions.preview(
      { action: 'install', selection },
      PRIYA,
    );
    const { operation } = await first.actions.start(
      {
        action: 'install',
        selection,
        digest,
        idempotencyKey: 'b1c5f1de-8f0a-4a61-9a8e-0d6d3a9f3d11',
      },
      PRIYA,
    );
    // What is being sent is sent to its end before the process goes.
    await first.shutdown();
    expect(await aws.control.commands.list()).toHaveLength(1);
    const follow = second.task.fn as SchedulerServiceTaskFunction;
    await follow(new AbortController().signal);
    expect(await second.operations.get(operation.id, OMAR)).toMatchObject({
      state: 'succeeded',
    });
    expect(await aws.control.commands.list()).toHaveLength(1);
    const begun = Date.now();
    await follow(new AbortController().signal);
    expect(Date.now() - begun).toBeLessThan(1_000);
  });

  it('sends nothing more once it is shut down, and says so later', async () => {
    const first = await startReplica();
    await first.shutdown();
    const [name] = await portal.names(1, PAYMENTS);
    const selection = { nodes: [name] };
    const { digest } = await first.actions.preview(
      { action: 'scan', selection },
      PRIYA,
    );
    const { operation } = await first.actions.start(
      {
        action: 'scan',
        selection,
        digest,
        idempotencyKey: 'b1c5f1de-8f0a-4a61-9a8e-0d6d3a9f3d12',
      },
      PRIYA,
    );
    const follow = first.task.fn as SchedulerServiceTaskFunction;
    await follow(new AbortController().signal);
    expect(await first.operations.get(operation.id, OMAR)).toMatchObject({
      state: 'queued',
    });
    await knex('command_operations').update({
      sending_until: Date.now() - 1,
    });
    const second = await startReplica();
    await (second.task.fn as SchedulerServiceTaskFunction)(
      new AbortController().signal,
    );
    expect(await second.operations.get(operation.id, OMAR)).toMatchObject({
      state: 'failed',
      outcomes: { 'not-sent': 1 },
    });
    expect(await aws.control.commands.list()).toEqual([]);
  });
});
