import {
  managedNodesCountersReadPermission,
  nodeCountersSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { PROD } from '../__testUtils__/createSync';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { never } from '../patches/actions/__testUtils__/world';
import {
  CounterPortal,
  CounterWorld,
  createCache,
  servePortal,
  startCounterWorld,
} from './__testUtils__/world';

jest.setTimeout(90_000);

const MINUTE = 60_000;

describe.each(databases.eachSupportedId())('counters on %s', id => {
  let aws: CounterWorld;
  let knex: Knex;
  let portal: CounterPortal;
  let time: number;
  const opened: CounterPortal[] = [];
  const now = () => time;

  const open = async (
    options: Parameters<typeof servePortal>[2] = {},
  ): Promise<CounterPortal> => {
    const another = await servePortal(knex, aws, { now, ...options });
    opened.push(another);
    return another;
  };
  const commands = () => aws.control.commands.list();

  beforeEach(async () => {
    time = Date.now();
    aws = await startCounterWorld();
    knex = await openTestDatabase(id);
    portal = await open();
    await portal.list();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(each => each.close()));
    await aws.stop();
  });

  it.each(['Linux', 'Windows'])(
    'are read on %s in a session of the person, and put on record',
    async platform => {
      const node = await portal.node({ platform_type: platform });
      const { status, body } = await portal.read('priya', node.name);
      expect(status).toBe(200);
      const counters = nodeCountersSchema.strict().parse(body);
      expect(counters.load === null).toBe(platform === 'Windows');
      expect(Math.abs(Date.parse(counters.takenAt) - Date.now())).toBeLessThan(
        MINUTE,
      );
      const [command, ...others] = await commands();
      expect(others).toEqual([]);
      expect(command).toMatchObject({
        account: PROD,
        document: 'ManagedNodes-RightNow',
        nodeIds: [node.id],
        parameters: {},
        sender: expect.stringMatching(/\/default\.priya$/),
        status: 'Success',
      });
      expect(portal.events).toEqual([
        {
          eventId: 'counters-read',
          user: 'user:default/priya',
          meta: { node: node.name, command: command.id, shared: false },
          status: 'succeeded',
        },
      ]);
    },
  );

  it('are for those who may, and denials are on record', async () => {
    const { name } = await portal.node();
    const absent = await portal.read('lukas', 'mi-00000000000000fff');
    const hidden = await portal.read('lukas', name);
    expect([absent.status, hidden.status]).toEqual([404, 404]);
    expect(hidden.body.error.message.replace(name, '')).toBe(
      absent.body.error.message.replace('mi-00000000000000fff', ''),
    );
    const denied = await portal.read('rita', name);
    expect(denied.status).toBe(403);
    expect(denied.body.error.message).toContain(
      managedNodesCountersReadPermission.name,
    );
    expect((await portal.read('nobody', name)).status).toBe(403);
    expect((await portal.read('service', name)).status).toBe(403);
    expect((await portal.read(null, name)).status).toBe(401);
    expect(await commands()).toEqual([]);
    expect(
      portal.events.map(({ user, status, error }) => [user, status, error]),
    ).toEqual([
      ['user:default/lukas', 'failed', 'NotFoundError'],
      ['user:default/lukas', 'failed', 'NotFoundError'],
      ['user:default/rita', 'failed', 'NotAllowedError'],
      ['user:default/nobody', 'failed', 'NotAllowedError'],
      [undefined, 'failed', 'NotAllowedError'],
      [undefined, 'failed', 'AuthenticationError'],
    ]);
  });

  it('are not given to the other owner from what was read before', async () => {
    const { name } = await portal.node();
    expect((await portal.read('priya', name)).status).toBe(200);
    expect((await portal.read('lukas', name)).status).toBe(404);
    expect((await portal.read('rita', name)).status).toBe(403);
  });

  it('take nothing from the request but the name of a node', async () => {
    const node = await portal.node();
    const { id: foreign } = await portal.node({
      owner_ref: 'group:default/storefront-team',
    });
    const { status } = await portal.read('priya', node.name, {
      body: {
        nodeId: foreign,
        account: '999900001111',
        region: 'us-east-1',
        document: 'AWS-RunShellScript',
        parameters: { commands: ['reboot'] },
      },
    });
    expect(status).toBe(200);
    expect(await commands()).toMatchObject([
      {
        account: PROD,
        document: 'ManagedNodes-RightNow',
        nodeIds: [node.id],
        parameters: {},
      },
    ]);
    for (const name of [foreign, `${node.name}'--`, '../sync', '%00']) {
      expect((await portal.read('priya', name)).status).toBe(404);
    }
  });

  it.each([
    ['connection-lost', 'Its agent does not answer'],
    ['stopped', 'Its instance is stopped'],
    ['left', 'It is not managed any more'],
  ])('are not asked of a node that is %s', async (nodeStatus, words) => {
    const { name } = await portal.node();
    await knex('nodes').where({ name }).update({ status: nodeStatus });
    const { status, body } = await portal.read('priya', name);
    expect([status, body.error.name]).toEqual([409, 'ConflictError']);
    expect(body.error.message).toContain(words);
    expect(await commands()).toEqual([]);
  });

  it('are not asked of what the document has no step for', async () => {
    const { name } = await portal.node();
    for (const platform of ['MacOS', null]) {
      await knex('nodes').where({ name }).update({ platform_type: platform });
      expect((await portal.read('priya', name)).status).toBe(409);
    }
    expect(await commands()).toEqual([]);
  });

  it('are read once for all who ask within ten seconds', async () => {
    const { name } = await portal.node();
    const people = ['priya', 'omar', 'priya', 'omar', 'omar'];
    const answers = await Promise.all(
      people.map(who => portal.read(who, name)),
    );
    time += 9_000;
    answers.push(await portal.read('omar', name));
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([200]),
    );
    expect(new Set(answers.map(({ body }) => body.takenAt)).size).toBe(1);
    const [{ id: command }] = await commands();
    expect(portal.events.map(({ meta }) => meta)).toEqual(
      expect.arrayContaining([
        { node: name, command, shared: false },
        { node: name, command, shared: true },
      ]),
    );
    expect(portal.events.filter(({ meta }) => !meta.shared)).toHaveLength(1);
    expect(await knex('counter_runs').pluck('user_ref')).toHaveLength(1);

    time += 2_000;
    await portal.read('omar', name);
    expect(await commands()).toHaveLength(2);
  });

  it('are read once by all replicas that share a cache', async () => {
    const cache = createCache(now);
    const replicas = [await open({ cache }), await open({ cache })];
    const { name } = await portal.node();
    const answers = await Promise.all(
      [...replicas, ...replicas].map(each => each.read('priya', name)),
    );
    expect(new Set(answers.map(({ body }) => body.takenAt)).size).toBe(1);
    expect(await commands()).toHaveLength(1);
    // Who only waited did not run anything.
    expect(await knex('counter_runs').pluck('user_ref')).toHaveLength(1);
  });

  it('are read in turn by replicas that do not', async () => {
    const other = await open();
    const { name } = await portal.node();
    await portal.read('priya', name);
    const waiting = other.read('priya', name);
    await new Promise(done => setTimeout(done, 1_000));
    expect(await commands()).toHaveLength(1);
    time += 10_000;
    expect((await waiting).status).toBe(200);
    expect(await commands()).toHaveLength(2);
  });

  it('are read 30 times in 10 minutes by one person', async () => {
    const { name } = await portal.node();
    await knex('counter_runs').insert(
      Array.from({ length: 30 }, (_, index) => ({
        user_ref: 'user:default/priya',
        started_at: time - 9 * MINUTE + index * 1000,
      })),
    );
    const { status, headers, body } = await portal.read('priya', name);
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('60');
    expect(body.error.message).toContain('30 times in 10 minutes');
    expect(await commands()).toEqual([]);
    expect(portal.events[0]).toMatchObject({
      user: 'user:default/priya',
      status: 'failed',
    });
    // What others had read is no run of one's own.
    expect((await portal.read('omar', name)).status).toBe(200);
    expect((await portal.read('priya', name)).status).toBe(200);
    time += 2 * MINUTE;
    expect((await portal.read('priya', name)).status).toBe(200);
    // What is too long ago is forgotten.
    time += 11 * MINUTE;
    await portal.read('priya', name);
    expect(await knex('counter_runs').pluck('user_ref')).toHaveLength(1);
    expect(await knex('counter_turns').pluck('node')).toEqual([name]);
  });

  it('are read for those who may when who began may no longer', async () => {
    const { name } = await portal.node();
    await knex('counter_runs').insert(
      Array.from({ length: 30 }, () => ({
        user_ref: 'user:default/priya',
        started_at: time,
      })),
    );
    const [refused, ...answers] = await Promise.all(
      ['priya', 'omar', 'omar'].map(who => portal.read(who, name)),
    );
    expect(refused.status).toBe(429);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await commands()).toMatchObject([
      { sender: expect.stringMatching(/\/default\.omar$/) },
    ]);
  });

  it('are asked for anew right before anything is sent', async () => {
    const { name } = await portal.node();
    const own = portal.rights.get('user:default/priya')!;
    let asked = 0;
    portal.rights.set('user:default/priya', {
      ...own,
      act: permission => {
        asked += 1;
        return asked === 1 ? own.act(permission) : never();
      },
    });
    const { status, body } = await portal.read('priya', name);
    expect(status).toBe(403);
    expect(body.error.message).toContain('any more');
    expect(await commands()).toEqual([]);
  });
});
