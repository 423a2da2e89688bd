import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import {
  always,
  Commands,
  createReplica,
  never,
  OMAR,
  OPERATE_ROLE,
  PRIYA,
  REGION,
  RITA,
  STAGING,
  startCommands,
} from './__testUtils__/world';
import { digestOf } from './terms';

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
  const outcomes = async (operation: string) =>
    (await portal.operations.nodes(operation, { limit: 200 }, OMAR)).items.map(
      ({ name, outcome, detail }) => ({ name, outcome, detail }),
    );

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

  it('refuses nodes that the caller cannot see as if they were not there', async () => {
    const [mine] = await portal.names(1, PAYMENTS);
    const [foreign] = await knex('nodes')
      .whereNot('owner_ref', PAYMENTS.owner_ref)
      .where({ status: 'online' })
      .pluck('name');
    const selection = { nodes: [mine, foreign] };
    const refusal = {
      name: 'NotFoundError',
      message: `1 of the nodes are not there or not visible to you: ${foreign}`,
    };
    await expect(
      portal.actions.preview({ action: 'install', selection }, PRIYA),
    ).rejects.toMatchObject(refusal);
    await expect(
      portal.actions.start(
        {
          action: 'install',
          selection,
          digest: digestOf('install', selection.nodes),
          idempotencyKey: randomUUID(),
        },
        PRIYA,
      ),
    ).rejects.toMatchObject(refusal);
    await expect(
      portal.actions.preview(
        { action: 'scan', selection: { nodes: ['no-such-node'] } },
        OMAR,
      ),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(await knex('command_operations')).toEqual([]);
    expect(await sent()).toEqual([]);
  });

  it('does nothing to nodes that the caller sees but may not touch', async () => {
    const nodes = await portal.names(2);
    const preview = await portal.actions.preview(
      { action: 'install', selection: { nodes } },
      RITA,
    );
    expect(preview.nodes).toEqual([]);
    expect(preview.skipped.map(({ reason }) => reason)).toEqual([
      'not-permitted',
      'not-permitted',
    ]);
    for (const digest of [preview.digest, digestOf('install', nodes)]) {
      await expect(
        portal.actions.start(
          {
            action: 'install',
            selection: { nodes },
            digest,
            idempotencyKey: randomUUID(),
          },
          RITA,
        ),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
    }
    expect(await sent()).toEqual([]);
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

  it('asks again for the permission right before it sends', async () => {
    const nodes = await portal.names(2, PAYMENTS);
    const { digest } = await portal.actions.preview(
      { action: 'install', selection: { nodes } },
      PRIYA,
    );
    const before = portal.rights.get('user:default/priya')!;
    const request = {
      action: 'install' as const,
      selection: { nodes },
      digest,
      idempotencyKey: randomUUID(),
    };
    portal.rights.set('user:default/priya', { ...before, act: never });
    await expect(portal.actions.start(request, PRIYA)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });

    // Revoked when it is started already: the sender asks on its own.
    portal.rights.set('user:default/priya', before);
    const start = portal.sender.start.bind(portal.sender);
    jest.spyOn(portal.sender, 'start').mockImplementation((...args) => {
      portal.rights.set('user:default/priya', { ...before, act: never });
      start(...args);
    });
    const { operation } = await portal.actions.start(request, PRIYA);
    await portal.sender.idle();
    expect(await sent()).toEqual([]);
    expect(await outcomes(operation.id)).toEqual(
      nodes.map(() =>
        expect.objectContaining({
          outcome: 'not-sent',
          detail: 'You may not have patches installed on it',
        }),
      ),
    );
    expect(await knex('command_claims')).toEqual([]);
    expect((await portal.operations.get(operation.id, OMAR)).state).toBe(
      'failed',
    );
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

  it('shows operations to those who may see a node of them, and only those nodes', async () => {
    const [mine] = await portal.names(1, PAYMENTS);
    const [foreign] = await knex('nodes')
      .whereNot('owner_ref', PAYMENTS.owner_ref)
      .where({ status: 'online', account: PROD })
      .pluck('name');
    const both = await portal.start(OMAR, 'scan', [mine, foreign]);
    await portal.follow(both.id);
    const theirs = await portal.start(OMAR, 'scan', [foreign]);
    await portal.follow(theirs.id);
    const list = async (who: typeof PRIYA, query: object = {}) =>
      (await portal.operations.list({ limit: 25, ...query }, who)).items.map(
        ({ id: found }) => found,
      );
    expect(await list(OMAR)).toEqual([theirs.id, both.id]);
    expect(await list(PRIYA)).toEqual([both.id]);
    expect(await list(PRIYA, { startedBy: 'me' })).toEqual([]);
    expect(await list(OMAR, { startedBy: 'me' })).toHaveLength(2);
    expect(await list(OMAR, { node: mine })).toEqual([both.id]);
    expect(await list(PRIYA, { node: foreign })).toEqual([]);
    expect(await list(OMAR, { state: ['failed'] })).toEqual([]);
    const first = await portal.operations.list({ limit: 1 }, OMAR);
    expect(await list(OMAR, { limit: 1, cursor: first.nextCursor })).toEqual([
      both.id,
    ]);
    const page = await portal.operations.nodes(both.id, { limit: 10 }, PRIYA);
    expect(page).toMatchObject({ totalItems: 1, items: [{ name: mine }] });
    for (const read of [
      () => portal.operations.get(theirs.id, PRIYA),
      () => portal.operations.nodes(theirs.id, { limit: 10 }, PRIYA),
      () => portal.operations.output(both.id, foreign, PRIYA),
      () => portal.operations.output(theirs.id, foreign, PRIYA),
      () => portal.operations.cancel(theirs.id, PRIYA),
    ]) {
      await expect(read()).rejects.toMatchObject({ name: 'NotFoundError' });
    }
    portal.rights.set('user:default/priya', { read: always, act: never });
    expect(await list(PRIYA)).toHaveLength(2);
  });
});
