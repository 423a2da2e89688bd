import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import {
  Commands,
  createReplica,
  OMAR,
  OPERATE_ROLE,
  PRIYA,
  REGION,
  STAGING,
  startCommands,
} from './__testUtils__/world';

jest.setTimeout(60_000);

const PAYMENTS = { owner_ref: 'group:default/payments-team', account: PROD };

describe.each(databases.eachSupportedId())('scans and installs on %s', id => {
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

  it('does what the preview says, in the name of the person, and tells how it went', async () => {
    const ended = jest.fn();
    portal = await createReplica(knex, aws, { ended });
    const nodes = await portal.names(3, PAYMENTS);
    const preview = await portal.actions.preview(
      { action: 'install', selection: { nodes } },
      PRIYA,
    );
    expect(preview.nodes.map(({ name }) => name).sort()).toEqual(
      [...nodes].sort(),
    );
    expect(preview).toMatchObject({
      skipped: [],
      places: [{ account: PROD, region: REGION, nodes: 3, commands: 1 }],
      defaults: {
        maxConcurrency: '1',
        maxErrors: '1',
        rebootOption: 'RebootIfNeeded',
      },
      confirm: null,
      maxNodes: 500,
    });

    const operation = await portal.start(PRIYA, 'install', nodes, {
      note: 'CVE week',
      rebootOption: 'NoReboot',
    });
    expect(operation).toMatchObject({
      state: 'queued',
      startedBy: 'user:default/priya',
      note: 'CVE week',
      nodes: 3,
    });
    const end = await portal.follow(operation.id);
    expect(end).toMatchObject({
      state: 'succeeded',
      outcomes: { succeeded: 3, failed: 0 },
      sentAs: 'person',
      canCancel: false,
      canRetry: false,
    });
    expect(ended).toHaveBeenCalledTimes(1);

    const [command] = await sent();
    expect(command.sender).toBe(
      `arn:aws:sts::${PROD}:assumed-role/${OPERATE_ROLE}/default.priya`,
    );
    expect(command).toMatchObject({
      document: 'AWS-RunPatchBaseline',
      parameters: { Operation: 'Install', RebootOption: 'NoReboot' },
      comment: `Backstage ${operation.id} #1`,
    });
    expect([...command.nodeIds].sort()).toEqual([...nodes].sort());

    const { items } = await portal.operations.nodes(
      operation.id,
      { limit: 200 },
      PRIYA,
    );
    for (const item of items) {
      expect(item.commandId).toBe(command.id);
      expect(item.consoleUrl).toContain(`/run-command/${command.id}/`);
      expect(item.bucketAfter).not.toBeNull();
      expect(item.missingAfter).not.toBeNull();
      const output = await portal.operations.output(
        operation.id,
        item.name,
        PRIYA,
      );
      expect(output.stdout).not.toBe('');
      expect(output.exitCode).toBe(0);
    }
    expect(await knex('command_claims')).toEqual([]);
  });

  it('leaves out what cannot take part, and says why', async () => {
    const [busy, lost, stopped, missing, frozen, fine] = await portal.names(
      6,
      PAYMENTS,
    );
    await knex('nodes')
      .where({ name: lost })
      .update({ status: 'connection-lost' });
    await knex('nodes').where({ name: stopped }).update({ status: 'stopped' });
    await knex('nodes').where({ name: missing }).update({ status: 'missing' });
    await portal.start(PRIYA, 'scan', [busy]);
    const { title } = await knex('nodes').where({ name: frozen }).first();
    const freeze = (from: number, to: number, name: string) => ({
      name,
      from,
      to,
      actions: ['install' as const],
      match: { namePattern: new RegExp(`^${title}$`, 'u') },
    });
    const now = Date.now();
    const careful = await createReplica(knex, aws, {
      rights: portal.rights,
      actions: {
        freezes: [
          freeze(now - 1000, now + 60_000, 'Quarter end'),
          freeze(now - 2000, now - 1000, 'Past'),
        ],
      },
    });
    const selection = { nodes: [busy, lost, stopped, missing, frozen, fine] };
    const preview = await careful.actions.preview(
      { action: 'install', selection },
      PRIYA,
    );
    expect(preview.nodes.map(({ name }) => name)).toEqual([fine]);
    expect(
      Object.fromEntries(
        preview.skipped.map(({ name, reason }) => [name, reason]),
      ),
    ).toEqual({
      [busy]: 'already-running',
      [lost]: 'offline',
      [stopped]: 'offline',
      [missing]: 'gone',
      [frozen]: 'freeze',
    });
    expect(
      preview.skipped.find(({ name }) => name === frozen)?.detail,
    ).toContain('Quarter end');
    const scan = await careful.actions.preview(
      { action: 'scan', selection: { nodes: [frozen] } },
      PRIYA,
    );
    expect(scan.skipped).toEqual([]);
    const operation = await careful.start(PRIYA, 'install', selection.nodes);
    expect(operation).toMatchObject({
      nodes: 1,
      skipped: [
        { reason: 'offline', count: 2 },
        { reason: 'gone', count: 1 },
        { reason: 'already-running', count: 1 },
        { reason: 'freeze', count: 1 },
      ],
    });
    await careful.sender.stop();
  });

  it('starts only what was previewed, confirmed, and not too much', async () => {
    const nodes = await portal.names(12, PAYMENTS);
    const selection = { nodes };
    const { digest, confirm } = await portal.actions.preview(
      { action: 'install', selection },
      PRIYA,
    );
    expect(confirm).toBe(12);
    const start = (more: object = {}, who = PRIYA) =>
      portal.actions.start(
        {
          action: 'install',
          selection,
          digest,
          idempotencyKey: randomUUID(),
          confirm: 12,
          ...more,
        },
        who,
      );
    await expect(start({ confirm: undefined })).rejects.toMatchObject({
      name: 'InputError',
    });
    await expect(start({ confirm: 11 })).rejects.toMatchObject({
      name: 'InputError',
    });
    await expect(start({ action: 'scan' })).rejects.toMatchObject({
      name: 'ConflictError',
    });
    await knex('nodes').where({ name: nodes[0] }).update({ status: 'missing' });
    await expect(start()).rejects.toMatchObject({ name: 'ConflictError' });
    await knex('nodes').where({ name: nodes[0] }).update({ status: 'online' });
    const small = await createReplica(knex, aws, { actions: { maxNodes: 11 } });
    await expect(
      small.start(PRIYA, 'install', nodes, { confirm: 12 }),
    ).rejects.toMatchObject({ name: 'InputError' });
    const off = await createReplica(knex, aws, { actions: { enabled: false } });
    await expect(off.start(OMAR, 'scan', nodes)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    expect(await sent()).toEqual([]);

    const idempotencyKey = randomUUID();
    const [first, second] = await Promise.all([
      start({ idempotencyKey }),
      start({ idempotencyKey }),
    ]);
    expect(second.operation.id).toBe(first.operation.id);
    const third = await start({ idempotencyKey });
    expect(third.operation.id).toBe(first.operation.id);
    await expect(
      start({ idempotencyKey, action: 'scan' }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    await portal.sender.idle();
    expect(await sent()).toHaveLength(1);
  });
});
