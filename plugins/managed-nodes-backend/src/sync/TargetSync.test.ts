import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { createSync, PROD, startAws } from '../__testUtils__/sync';
import { seenNodes } from '../nodes/database';
import { SeenNodeRow } from '../nodes/rows';

jest.setTimeout(120_000);

const REGION = 'eu-central-1';

describe.each(databases.eachSupportedId())('TargetSync on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;

  beforeAll(async () => {
    aws = await startAws({ nodes: 600 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    await aws.control.reset({ nodes: 600, seed: 7 });
    knex = await openTestDatabase(id);
    setup = createSync(knex, aws.credentials);
  });

  const here = async (account = PROD, region = REGION) =>
    (await seenNodes(knex).where({
      account,
      region,
    })) as SeenNodeRow[];

  const there = async (account = PROD, region = REGION) =>
    (await aws.control.findNodes({ account, region, limit: 10_000 })).nodes;

  const target = () => setup.target(PROD, REGION);

  it('stores every node of the fleet once, as AWS tells it', async () => {
    const outcomes = await setup.runAll();
    expect(outcomes.map(outcome => outcome.error)).toEqual(
      outcomes.map(() => null),
    );
    const rows: SeenNodeRow[] = await seenNodes(knex);
    const { nodes, total } = await aws.control.findNodes({ limit: 10_000 });
    expect(rows).toHaveLength(total);
    const byId = new Map(rows.map(row => [row.node_id, row]));
    expect(byId.size).toBe(total);
    for (const node of nodes) {
      const row = byId.get(node.id)!;
      expect(row).toMatchObject({
        account: node.account,
        region: node.region,
        platform_type: node.platformType,
        agent_version: node.agentVersion,
      });
      const buckets = { never: 'never-reported' } as Record<string, string>;
      expect([node.id, row.patch_bucket]).toEqual([
        node.id,
        buckets[node.patchProfile] ?? node.patchProfile,
      ]);
      expect([node.id, Boolean(row.agent_outdated)]).toEqual([
        node.id,
        Boolean(row.agent_outdated) && !node.agentLatest,
      ]);
    }
    expect(rows.some(row => row.agent_outdated)).toBe(true);
    expect(new Set(rows.map(row => row.environment))).toEqual(
      new Set(nodes.map(node => node.environment)),
    );
  });

  it('does not touch the catalog or the nodes of an unchanged fleet', async () => {
    await setup.run(target());
    const rows = () => knex('nodes').orderBy('id');
    const counter = () => knex('revision_counter');
    const before = [await rows(), await counter()];
    await aws.control.advance(60_000);
    const writes: string[] = [];
    knex.on('query', ({ sql }) => {
      if (/^(insert|update|with)\b.*\bnodes?\b|node_beats/i.test(sql)) {
        writes.push(sql);
      }
    });
    expect(await setup.run(target())).toMatchObject({
      state: 'ok',
      counts: { added: 0, changed: 0, missing: 0, removed: 0 },
    });
    expect([await rows(), await counter()]).toEqual(before);
    expect(
      writes.filter(sql => /^insert into .node_beats/i.test(sql)),
    ).toHaveLength(1);
  });

  it('takes no more than 35 calls for 1,000 nodes', async () => {
    await aws.control.reset({ nodes: 10, seed: 7 });
    await aws.control.addNodes({ count: 1000, account: PROD, region: REGION });
    await setup.run(target());
    await aws.control.resetCalls();
    const outcome = await setup.run(target());
    expect(outcome.counts.listed).toBeGreaterThanOrEqual(1000);
    const calls = (await aws.control.calls())
      .filter(call => call.service !== 'sts')
      .reduce((sum, call) => sum + call.calls, 0);
    expect(calls).toBe(outcome.counts.calls);
    // Pages that the simulator cuts short come on top.
    expect(calls / (outcome.counts.listed / 1000)).toBeLessThanOrEqual(40);
  });

  it('moves a node to the owner of its new tag', async () => {
    await setup.run(target());
    const [node] = await there();
    await aws.control.setTags(node.id, {
      Owner: 'somebody-else',
      Application: 'payments',
    });
    const outcome = await setup.run(target());
    expect(outcome.counts.changed).toBe(1);
    expect(await here()).toContainEqual(
      expect.objectContaining({
        node_id: node.id,
        owner_ref: 'group:default/somebody-else',
      }),
    );
  });

  it('lets a terminated node go after two complete listings', async () => {
    await setup.run(target());
    const [node] = await there();
    await aws.control.terminate({ ids: [node.id] });
    const status = async () =>
      (await here()).find(row => row.node_id === node.id)?.status;

    expect((await setup.run(target())).counts).toMatchObject({
      missing: 1,
      removed: 0,
    });
    expect(await status()).toBe('missing');
    expect((await setup.run(target())).counts).toMatchObject({
      missing: 0,
      removed: 1,
    });
    expect(await status()).toBe('left');
  });

  it.each([
    ['throttling', { kind: 'throttle' as const }],
    ['server errors', { kind: 'server-error' as const }],
    ['reset connections', { kind: 'reset' as const }],
  ])('gets over a spell of %s', async (_, fault) => {
    await aws.control.addFault({
      ...fault,
      account: PROD,
      region: REGION,
      count: 2,
    });
    const outcome = await setup.run(target());
    expect(outcome).toMatchObject({ state: 'ok', error: null });
    expect(await here()).toHaveLength((await there()).length);
  });

  it('goes on over short and empty pages', async () => {
    await aws.control.addFault({
      kind: 'empty-page',
      account: PROD,
      count: 3,
    });
    await aws.control.addFault({
      kind: 'short-page',
      account: PROD,
      count: 5,
    });
    const outcome = await setup.run(target());
    expect(outcome.state).toBe('ok');
    expect(await here()).toHaveLength((await there()).length);
  });

  it.each(['DescribeInstanceProperties', 'GetResources'])(
    'starts over when a token of %s expires, and ends when one loops',
    async operation => {
      await aws.control.reset({ nodes: 10, seed: 7 });
      await aws.control.addNodes({
        count: 2500,
        account: PROD,
        region: REGION,
      });
      await aws.control.addFault({
        kind: 'expired-token',
        operation,
        account: PROD,
        count: 1,
      });
      expect(await setup.run(target())).toMatchObject({ state: 'ok' });
      const known = (await here()).length;
      expect(known).toBe((await there()).length);

      await aws.control.addFault({
        kind: 'looping-token',
        operation,
        account: PROD,
      });
      const outcome = await setup.run(target());
      expect(outcome.state).toMatch(/failed|partial/);
      expect([outcome.error, ...outcome.warnings]).toContainEqual(
        expect.objectContaining({ code: 'MalformedResponse' }),
      );
      expect((await here()).every(row => row.status !== 'missing')).toBe(true);
      expect(await here()).toHaveLength(known);
    },
  );

  it('keeps all nodes of a Region that fails, and says why', async () => {
    await setup.run(target());
    const what = async () =>
      (await here())
        .map(row => [row.node_id, row.status, row.owner_ref])
        .sort();
    const before = await what();
    await aws.control.addFault({ kind: 'outage', region: REGION });
    const outcome = await setup.run(target());
    expect(outcome).toMatchObject({
      state: 'failed',
      complete: false,
      error: { code: expect.any(String), message: expect.any(String) },
    });
    expect(await what()).toEqual(before);
    const other = await setup.run(setup.target(PROD, 'us-east-1'));
    expect(other.state).toBe('ok');
  });

  it('names the missing permission of a denied listing', async () => {
    await setup.run(target());
    const before = (await here()).length;
    await aws.control.denyActions(PROD, 'BackstageManagedNodesRead', [
      'ssm:DescribeInstanceProperties',
    ]);
    expect(await setup.run(target())).toMatchObject({
      state: 'failed',
      error: {
        code: 'AccessDeniedException',
        missingIamAction: 'ssm:DescribeInstanceProperties',
      },
    });
    expect(await here()).toHaveLength(before);
  });

  it.each([
    ['tags', 'tag:GetResources'],
    ['patches', 'ssm:DescribeInstancePatchStates'],
    ['agents', 'ssm:DescribeInstanceInformation'],
  ])('keeps known %s when they are denied', async (part, action) => {
    await setup.run(target());
    const what = async () =>
      (await here())
        .map(row => [
          row.node_id,
          row.owner_ref,
          row.environment,
          row.title,
          row.patch_bucket,
        ])
        .sort();
    const before = await what();
    await aws.control.denyActions(PROD, 'BackstageManagedNodesRead', [action]);
    // A replica that has just started remembers no agent versions.
    const fresh = createSync(knex, aws.credentials);
    const outcome = await fresh.run(fresh.target(PROD, REGION));
    expect(outcome).toMatchObject({
      state: 'partial',
      error: null,
      warnings: [{ part, missingIamAction: action }],
    });
    expect(await what()).toEqual(before);
  });

  it('says so when the role cannot be assumed', async () => {
    const wrong = createSync(knex, aws.credentials, {
      targets: {
        roleName: 'NoSuchRole',
        regions: [REGION],
        accounts: [{ id: PROD }],
      },
    });
    expect(await wrong.run(wrong.target(PROD, REGION))).toMatchObject({
      state: 'failed',
      error: { missingIamAction: 'sts:AssumeRole' },
    });
  });

  it('holds a listing that would remove too many nodes', async () => {
    const crowd = setup.target('222233334444', 'us-east-1');
    await aws.control.reset({ nodes: 10, seed: 7 });
    await aws.control.addNodes({
      count: 100,
      account: crowd.account,
      region: crowd.region,
    });
    await setup.run(crowd);
    const known = (await here(crowd.account, crowd.region)).length;
    await aws.control.terminate({
      account: crowd.account,
      region: crowd.region,
      keep: 5,
    });
    for (let listing = 0; listing < 3; listing += 1) {
      expect(await setup.run(crowd)).toMatchObject({
        state: 'held',
        held: { missing: known - 5, known },
      });
    }
    const rows = await here(crowd.account, crowd.region);
    expect(rows).toHaveLength(known);
    expect(rows.filter(row => row.status === 'missing')).toEqual([]);
    const [stored] = (await setup.store.list()).filter(
      row => row.account === crowd.account,
    );
    expect(JSON.parse(stored.held!)).toMatchObject({ known });
  });

  it('stops when told to, and goes on from there the next time', async () => {
    const stop = new AbortController();
    await aws.control.addFault({
      kind: 'slow',
      operation: 'DescribeInstancePatchStates',
      milliseconds: 5_000,
    });
    const running = setup.sync.run(target(), stop.signal);
    setTimeout(() => stop.abort(), 500);
    expect(await running).toMatchObject({
      state: 'failed',
      error: { code: 'Interrupted' },
    });
    await aws.control.clearFaults();
    expect(await setup.run(target())).toMatchObject({ state: 'ok' });
    expect(await here()).toHaveLength((await there()).length);
  });
});
