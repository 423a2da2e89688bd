import { ModelNode, NodeQuery } from '@managed-nodes/aws-simulator';
import { Knex } from 'knex';
import {
  byTags,
  databases,
  openTestDatabase,
  UNCLAIMED,
} from '../__testUtils__/nodes';
import { createSync, PROD, startAws } from '../__testUtils__/sync';
import { seenNodes } from '../nodes/database';
import { SeenNodeRow } from '../nodes/rows';
import { NO_COUNTS } from '../sync/TargetStore';
import { createEvents, until } from './__testUtils__/createEvents';
import { MESSAGES } from './__testUtils__/messages';

jest.setTimeout(120_000);

const REGION = 'eu-central-1';

type Place = { account: string; region: string };

const HERE: Place = { account: PROD, region: REGION };

/** That something was tagged, as EventBridge would say it of a node anywhere. */
const tagged = (nodeId: string, { account, region }: Place = HERE) => ({
  ...MESSAGES.tags(
    nodeId.startsWith('mi-')
      ? `arn:aws:ssm:${region}:${account}:managed-instance/${nodeId}`
      : `arn:aws:ec2:${region}:${account}:instance/${nodeId}`,
  ),
  account,
  region,
});

describe.each(databases.eachSupportedId())('ManagedNodesEvents on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;
  let started: Array<ReturnType<typeof createEvents>>;

  const create = (options?: Parameters<typeof createEvents>[2]) => {
    const made = createEvents(knex, setup, options);
    started.push(made);
    return made;
  };
  const row = async (nodeId: string) =>
    (await seenNodes(knex).where({ node_id: nodeId })) as SeenNodeRow[];
  const nodes = async (query: NodeQuery = {}): Promise<ModelNode[]> =>
    (await aws.control.findNodes({ ...HERE, ...query })).nodes;
  const target = () => setup.target(PROD, REGION);

  beforeAll(async () => {
    aws = await startAws({ nodes: 800 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    started = [];
    await aws.control.reset({ nodes: 800, seed: 7 });
    knex = await openTestDatabase(id);
    setup = createSync(knex, aws.credentials);
    await setup.run(target());
  });
  afterEach(async () => {
    await Promise.all(started.map(({ refresher }) => refresher.stop()));
  });

  it('stores what AWS says of a node, and touches no other', async () => {
    const { send, events } = create();
    const [node, other] = await nodes();
    const before = await knex('nodes').whereNot({ node_id: node.id });
    await aws.control.setTags(node.id, { Owner: 'storefront-team' });
    await aws.control.setTags(other.id, { Owner: 'nobody-said-so' });
    await send(tagged(node.id));
    await until(async () =>
      expect(await row(node.id)).toEqual([
        expect.objectContaining({
          owner_ref: 'group:default/storefront-team',
          status: expect.not.stringMatching('missing'),
        }),
      ]),
    );
    expect(await knex('nodes').whereNot({ node_id: node.id })).toEqual(before);
    expect(await events.health()).toEqual({
      lastReceivedAt: expect.stringMatching(/Z$/),
      received: 1,
      refreshed: 1,
      ignored: 0,
      problems: [],
    });
  });

  it('believes nothing that a message says of a node', async () => {
    const { send, refresher } = create();
    const [node] = await nodes({ environment: 'aws' });
    const before = await row(node.id);
    const forged = tagged(node.id);
    await send({
      ...forged,
      detail: { ...forged.detail, tags: { Owner: 'mallory' } },
    });
    await send({
      ...MESSAGES.instanceState('terminated', node.id),
      account: PROD,
    });
    await until(() => expect(refresher.refreshed).toBeGreaterThan(0));
    expect(await row(node.id)).toEqual(
      before.map(({ last_seen_at: _, ...rest }) =>
        expect.objectContaining(rest),
      ),
    );
  });

  it('reads a node once, however often it is told of', async () => {
    const { send, read, events } = create();
    const [node] = await nodes();
    await send(...Array(100).fill(tagged(node.id)));
    await until(() => expect(read).toHaveBeenCalled());
    await new Promise(resolve => setTimeout(resolve, 600));
    expect(read).toHaveBeenCalledTimes(1);
    expect(await events.health()).toMatchObject({
      received: 100,
      refreshed: 1,
    });
    const changes = await knex('node_changes').select();
    await send(tagged(node.id));
    await until(() => expect(read).toHaveBeenCalledTimes(2));
    await until(async () =>
      expect(await events.health()).toMatchObject({ refreshed: 2 }),
    );
    expect(await knex('node_changes').select()).toEqual(changes);
  });

  it('reads many nodes together, forty at a time', async () => {
    const { send, read, refresher } = create();
    await aws.control.addNodes({ count: 90, ...HERE });
    const ids = (await nodes()).slice(0, 90).map(node => node.id);
    await send(...ids.map(nodeId => tagged(nodeId)));
    await until(() => expect(refresher.refreshed).toBe(90));
    expect(read.mock.calls.map(([, some]) => some.length)).toEqual([
      40, 40, 10,
    ]);
    for (const nodeId of ids) {
      expect(await row(nodeId)).toHaveLength(1);
    }
  });

  it('ends with the truth when events come out of order', async () => {
    const { send } = create({ times: { settle: [] } });
    const [node] = await nodes({ instanceState: 'running' });
    const said = (state: string) => MESSAGES.instanceState(state, node.id);
    const stored = async () => JSON.parse((await row(node.id))[0].details);
    await aws.control.updateNode(node.id, { instanceState: 'stopped' });
    await send(said('running'));
    await until(async () =>
      expect(await stored()).toMatchObject({ instanceState: 'stopped' }),
    );
    await aws.control.updateNode(node.id, { instanceState: 'running' });
    await send(said('stopped'), said('pending'), said('stopping'));
    await until(async () =>
      expect(await stored()).toMatchObject({ instanceState: 'running' }),
    );
  });

  it('finds a node that is new', async () => {
    const { send } = create();
    const [added] = await aws.control.addNodes({ count: 1, ...HERE });
    expect(await row(added.id)).toEqual([]);
    await send(tagged(added.id));
    await until(async () => expect(await row(added.id)).toHaveLength(1));
  });

  it('marks a node missing that is gone, and leaves its leaving to listings', async () => {
    const { send } = create();
    const [node] = await nodes({ environment: 'aws' });
    await aws.control.terminate({ ids: [node.id] });
    await send(MESSAGES.instanceState('terminated', node.id));
    await until(async () =>
      expect(await row(node.id)).toEqual([
        expect.objectContaining({ status: 'missing', left_at: null }),
      ]),
    );
    await setup.run(target());
    expect((await row(node.id))[0].left_at).toBeNull();
    await setup.run(target());
    expect((await row(node.id))[0].left_at).not.toBeNull();
  });

  it('looks again at an instance that takes a while to show', async () => {
    const { send, read } = create({ times: { settle: [300, 300] } });
    const [node] = await nodes({ instanceState: 'running' });
    await send(MESSAGES.instanceState('stopping', node.id));
    await until(() => expect(read).toHaveBeenCalledTimes(1));
    await aws.control.updateNode(node.id, { instanceState: 'stopped' });
    await until(() => expect(read).toHaveBeenCalledTimes(3));
    await until(async () =>
      expect(JSON.parse((await row(node.id))[0].details)).toMatchObject({
        instanceState: 'stopped',
      }),
    );
    await new Promise(resolve => setTimeout(resolve, 600));
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('ignores accounts, Regions and nodes it does not know', async () => {
    const { send, read, events } = create();
    const [node] = await nodes();
    const before = await row(node.id);
    await send(
      tagged(node.id, { account: '999999999999', region: REGION }),
      tagged(node.id, { account: PROD, region: 'eu-north-1' }),
      tagged(node.id, { account: `${PROD}' or '1'='1`, region: REGION }),
      MESSAGES.instanceState('stopped', 'i-*'),
      MESSAGES.parameter(),
    );
    expect(await events.health()).toMatchObject({
      received: 5,
      ignored: 5,
      refreshed: 0,
      problems: [],
    });
    // A target we know, where the node is not: AWS shows nothing of it there.
    const elsewhere = { account: '333344445555', region: REGION };
    await setup.run(setup.target(elsewhere.account, elsewhere.region));
    await send(tagged(node.id, elsewhere), tagged(`mi-${'f'.repeat(17)}`));
    await until(() => expect(read).toHaveBeenCalledTimes(2));
    await until(async () =>
      expect(await events.health()).toMatchObject({ refreshed: 2 }),
    );
    expect(await row(node.id)).toEqual(before);
  });

  it('writes nothing into a target that was never listed', async () => {
    const { send, read } = create();
    const account = '222233334444';
    const [node] = await nodes({ account });
    await send(tagged(node.id, { account, region: REGION }));
    await new Promise(resolve => setTimeout(resolve, 700));
    expect(read).not.toHaveBeenCalled();
    expect(await knex('nodes').where({ account })).toEqual([]);
  });

  it('does not ask Systems Manager about nodes that a bucket lists', async () => {
    const [account] = setup.accounts.all().filter(({ id: of }) => of === PROD);
    setup.accounts.replace([{ ...account, source: 's3' }]);
    const { send, events } = create();
    const [node] = await nodes();
    await send(tagged(node.id));
    expect(await events.health()).toMatchObject({ received: 1, ignored: 1 });
  });

  it('is not undone by a listing that was under way', async () => {
    const { send, read, writer, refresher } = create({
      times: { listing: 200 },
    });
    const [node] = await nodes({ tag: 'Owner=payments-team' });
    const owner = async () => (await row(node.id))[0].owner_ref;
    await send(tagged(node.id));
    await until(() => expect(refresher.refreshed).toBe(1));
    const stale = await read.mock.results[0].value;
    const generation = await setup.store.begin(target(), Date.now());
    await aws.control.setTags(node.id, { Owner: 'storefront-team' });
    await send(tagged(node.id));
    await until(async () =>
      expect(await owner()).toBe('group:default/storefront-team'),
    );
    // What the listing read before the change is written after it.
    await writer.applyPage(
      {
        ...target(),
        generation,
        decideOwnership: byTags,
        undecided: UNCLAIMED,
      },
      stale,
      Date.now(),
    );
    expect(await owner()).toBe('group:default/payments-team');
    await new Promise(resolve => setTimeout(resolve, 700));
    expect(refresher.refreshed).toBe(2);
    await setup.store.finish(
      { ...target(), generation },
      {
        state: 'ok',
        complete: true,
        counts: NO_COUNTS,
        held: null,
        error: null,
        warnings: [],
      },
      Date.now(),
      Date.now(),
    );
    await until(async () =>
      expect(await owner()).toBe('group:default/storefront-team'),
    );
  });
});
