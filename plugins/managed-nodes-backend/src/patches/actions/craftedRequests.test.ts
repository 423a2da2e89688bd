import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import { serveActions } from './__testUtils__/api';
import {
  always,
  Commands,
  createReplica,
  ofGroup,
  OMAR,
  PRIYA,
  startCommands,
} from './__testUtils__/world';
import { digestOf } from './terms';

jest.setTimeout(60_000);

const PAYMENTS = { owner_ref: 'group:default/payments-team', account: PROD };
const OTHERS = { owner_ref: 'group:default/storefront-team', account: PROD };

/**
 * What a second owner gets who writes requests by hand. Nina reads and may do
 * everything to the nodes of her team, Dave as well and reads all others too.
 */
describe.each(databases.eachSupportedId())('crafted requests on %s', id => {
  let aws: Commands;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof createReplica>>;
  let api: ReturnType<typeof serveActions>;
  let hers: string[];
  let theirs: string[];

  beforeEach(async () => {
    aws = await startCommands(600);
    knex = await openTestDatabase(id);
    portal = await createReplica(knex, aws);
    await portal.list(PROD);
    const act = ofGroup('storefront-team');
    portal.rights.set('user:default/nina', { read: act, act });
    portal.rights.set('user:default/dave', { read: always, act });
    api = serveActions(portal);
    hers = await portal.names(2, OTHERS);
    theirs = await portal.names(3, PAYMENTS);
  });
  afterEach(async () => {
    await portal.sender.stop();
    await aws.stop();
  });

  const touched = async () =>
    (await aws.control.commands.list()).flatMap(({ nodeIds }) => nodeIds);
  const start = (nodes: string[], more: object = {}) => ({
    action: 'install',
    selection: { nodes },
    digest: digestOf('install', nodes),
    idempotencyKey: randomUUID(),
    ...more,
  });
  /** What is on record of the last request of a user. */
  const last = (user: string) => {
    const events = api.events.filter(event => event.user === user);
    return events[events.length - 1];
  };

  it('preview and start nothing on foreign nodes, and are on record', async () => {
    for (const action of ['scan', 'install'] as const) {
      const preview = { action, selection: { nodes: theirs } };
      const unseen = await api.post('nina', '/preview', preview);
      expect(unseen.status).toBe(404);
      expect(last('user:default/nina')).toMatchObject({
        eventId: 'patch-preview',
        status: 'failed',
        error: 'NotFoundError',
        meta: { action, nodes: theirs, count: 3 },
      });
      const seen = await api.post('dave', '/preview', preview).expect(200);
      expect(seen.body).toMatchObject({ nodes: [], places: [] });
      expect(seen.body.skipped).toHaveLength(3);
      expect(last('user:default/dave')).toMatchObject({
        eventId: 'patch-preview',
        status: 'succeeded',
        meta: { denied: { count: 3 } },
      });

      const request = start(theirs, {
        action,
        digest: digestOf(action, theirs),
      });
      await api.post('nina', '/operations', request).expect(404);
      await api.post('dave', '/operations', request).expect(403);
      await api
        .post('dave', '/operations', { ...request, digest: seen.body.digest })
        .expect(403);
      for (const user of ['user:default/nina', 'user:default/dave']) {
        expect(last(user)).toMatchObject({
          eventId: 'patch-start',
          status: 'failed',
          meta: { action, nodes: theirs },
        });
      }
    }
    expect(await knex('command_operations')).toEqual([]);
    expect(await touched()).toEqual([]);
  });

  it('do not smuggle a foreign node in with own ones', async () => {
    const mixed = [hers[0], theirs[0]];
    const selection = { nodes: mixed };
    await api.post('nina', '/operations', start(mixed)).expect(404);
    await api.post('dave', '/operations', start(mixed)).expect(409);
    const { body: preview } = await api
      .post('dave', '/preview', { action: 'install', selection })
      .expect(200);
    expect(preview.nodes).toMatchObject([{ name: hers[0] }]);
    expect(preview.skipped).toMatchObject([
      { name: theirs[0], reason: 'not-permitted' },
    ]);
    const { body } = await api
      .post('dave', '/operations', start(mixed, { digest: preview.digest }))
      .expect(201);
    expect(body).toMatchObject({
      nodes: 1,
      skipped: [{ reason: 'not-permitted', count: 1 }],
    });
    await portal.follow(body.id);
    expect(await touched()).toEqual([hers[0]]);
    expect(last('user:default/dave')).toMatchObject({
      eventId: 'patch-start',
      status: 'succeeded',
      meta: { operation: body.id, nodes: [hers[0]], count: 1 },
    });
  });

  it('find nothing by filters that is not theirs to touch', async () => {
    const selection = { filter: { owner: [PAYMENTS.owner_ref] } };
    const { body: unseen } = await api
      .post('nina', '/preview', { action: 'scan', selection })
      .expect(200);
    expect(unseen).toMatchObject({ nodes: [], skipped: [] });
    const request = start([], { action: 'scan', selection });
    const empty = { ...request, digest: unseen.digest };
    await api.post('nina', '/operations', empty).expect(400);
    await api.post('dave', '/operations', empty).expect(403);
    const all = { action: 'scan', selection: { filter: {} } };
    const { body: mine } = await api.post('nina', '/preview', all).expect(200);
    const owners = mine.nodes.map(
      (node: { ownerRef: string }) => node.ownerRef,
    );
    expect(new Set(owners)).toEqual(new Set([OTHERS.owner_ref]));
    expect(await touched()).toEqual([]);
  });

  it('say nothing of where a command goes', async () => {
    for (const more of [
      { account: '222233334444' },
      { region: 'us-east-1' },
      { instanceIds: theirs },
      { document: 'AWS-RunShellScript' },
      { parameters: { commands: ['id'] } },
      { selection: { nodes: hers, filter: {} } },
      { selection: { nodes: [] } },
      { idempotencyKey: 'x' },
      { maxConcurrency: '0' },
      { note: 'NUL \0' },
      { selection: { nodes: ['mi-\0'] } },
      { selection: { filter: { tag: ['\0=1'] } } },
    ]) {
      await api.post('nina', '/operations', start(hers, more)).expect(400);
    }
    await api.post(undefined, '/operations', start(hers)).expect(403);
    await api.nobody('/operations', start(hers)).expect(401);
    expect(await touched()).toEqual([]);
  });

  it('learn nothing by the key of somebody else', async () => {
    const own = await portal.start(PRIYA, 'scan', [theirs[0]]);
    const { idempotency_key: idempotencyKey } = await knex(
      'command_operations',
    ).first();
    const again = { action: 'scan', idempotencyKey };
    await api
      .post(
        'nina',
        '/operations',
        start([theirs[0]], {
          ...again,
          digest: digestOf('scan', [theirs[0]]),
        }),
      )
      .expect(404);
    const { body } = await api
      .post(
        'nina',
        '/operations',
        start([hers[0]], { ...again, digest: digestOf('scan', [hers[0]]) }),
      )
      .expect(201);
    expect(body.id).not.toBe(own.id);
    expect(body.startedBy).toBe('user:default/nina');
    await portal.sender.idle();
  });

  it('neither see nor retry nor cancel what others started on their nodes', async () => {
    await aws.control.commands.fail(theirs[0]);
    const failed = await portal.start(PRIYA, 'install', [theirs[0]]);
    await portal.follow(failed.id);
    await aws.control.commands.configure({ speed: 1 });
    const running = await portal.start(PRIYA, 'install', [theirs[1]]);
    await portal.sender.idle();
    const before = (await aws.control.commands.list()).length;

    for (const { id: operation } of [failed, running]) {
      const path = `/operations/${operation}`;
      await api.get('nina', path).expect(404);
      await api.get('nina', `${path}/nodes`).expect(404);
      await api.get('nina', `${path}/nodes/${theirs[0]}/output`).expect(404);
      await api.get('nina', `${path}/nodes/${hers[0]}/output`).expect(404);
      expect(last('user:default/nina')).toMatchObject({
        eventId: 'patch-output-fetch',
        status: 'failed',
      });
      await api.post('nina', `${path}/cancel`).expect(404);
    }
    for (const query of [
      {},
      { startedBy: 'user:default/priya' },
      { node: theirs[0] },
      { state: 'failed' },
    ]) {
      const { body } = await api.get('nina', '/operations', query).expect(200);
      expect(body.items).toEqual([]);
    }
    const retry = (nodes: string[]) => start(nodes, { retryOf: failed.id });
    await api.post('nina', '/operations', retry([theirs[0]])).expect(404);
    await api.post('nina', '/operations', retry([hers[0]])).expect(404);
    await api.post('dave', '/operations', retry([theirs[0]])).expect(403);
    await api.post('dave', '/operations', retry([hers[0]])).expect(400);
    await api.post('dave', `/operations/${running.id}/cancel`).expect(403);
    expect(last('user:default/dave')).toMatchObject({
      eventId: 'patch-cancel',
      status: 'failed',
      meta: { id: running.id },
    });
    const { body: shown } = await api.get('dave', `/operations/${failed.id}`);
    expect(shown).toMatchObject({ canRetry: false, canCancel: false });
    await api.post(undefined, `/operations/${running.id}/cancel`).expect(403);

    expect(await aws.control.commands.list()).toHaveLength(before);
    expect((await portal.operations.get(running.id, OMAR)).cancelledBy).toBe(
      null,
    );
  });

  it('see of an operation on nodes of many what is on their own', async () => {
    await aws.control.commands.configure({ speed: 1 });
    const both = await portal.start(OMAR, 'scan', [hers[0], theirs[0]]);
    await portal.sender.idle();
    const path = `/operations/${both.id}`;
    const { body: list } = await api.get('nina', '/operations').expect(200);
    expect(list.items.map((item: PatchOperation) => item.id)).toEqual([
      both.id,
    ]);
    const { body: page } = await api.get('nina', `${path}/nodes`).expect(200);
    expect(page).toMatchObject({ totalItems: 1, items: [{ name: hers[0] }] });
    const { body: none } = await api
      .get('nina', `${path}/nodes`, { q: theirs[0] })
      .expect(200);
    expect(none).toMatchObject({ totalItems: 0, items: [] });
    await api.get('nina', `${path}/nodes/${theirs[0]}/output`).expect(404);
    for (const strange of ["'%20OR%201=1", '%00', `${both.id}%00`]) {
      await api.get('nina', `/operations/${strange}`).expect(404);
      await api.get('nina', `/operations/${strange}/nodes`).expect(404);
      await api.post('nina', `/operations/${strange}/cancel`).expect(404);
    }
    await api.get('nina', `${path}/nodes/%00/output`).expect(404);
    const cursor = (value: object) =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const [where, query] of [
      ['/operations', { node: '\0' }],
      ['/operations', { cursor: cursor({ t: 1.5, i: both.id }) }],
      ['/operations', { cursor: cursor({ t: 1, i: '\0' }) }],
      [`${path}/nodes`, { q: '\0' }],
      [`${path}/nodes`, { cursor: cursor({ r: 0, t: '\0', i: 1 }) }],
      [`${path}/nodes`, { cursor: cursor({ r: 0, t: '', i: 2 ** 40 }) }],
    ] as const) {
      await api.get('nina', where, query).expect(400);
    }
    // A command cannot be cancelled for one of its nodes alone.
    await api.post('nina', `${path}/cancel`).expect(403);
    await api.post('dave', `${path}/cancel`).expect(403);
    await api.post('omar', `${path}/cancel`).expect(200);
    expect(last('user:default/omar')).toMatchObject({
      eventId: 'patch-cancel',
      status: 'succeeded',
    });
  });
});
