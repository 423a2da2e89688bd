import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { createSync, PROD, REGIONS, startAws } from '../__testUtils__/sync';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { HeldRemovals } from '../sync/HeldRemovals';
import { Follower } from './__testUtils__/Follower';
import { expectTruth, keyOf } from './__testUtils__/truth';

jest.setTimeout(120_000);

const STAGING = '222233334444';
const SANDBOX = '666677778888';
const [EU, US] = REGIONS;
const OMAR = 'user:default/omar';

describe.each(databases.eachSupportedId())('Machines on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;
  let follower: Follower;

  const runAll = async () =>
    Promise.all(setup.targets.map(target => setup.run(target)));
  const rowsOf = async (computerName: string) =>
    (await knex('nodes').whereNull('left_at')).filter(
      row => JSON.parse(row.details).computerName === computerName,
    );
  const aHybrid = async (account: string) => {
    const { nodes } = await aws.control.findNodes({
      account,
      environment: 'azure',
    });
    const [{ id: node }] = nodes;
    return aws.control.updateNode(node, { computerName: `only-${node}` });
  };
  const expectFollowed = async () => {
    const { known, actual } = await follower.compare(knex);
    expect(known).toEqual(actual);
  };

  beforeAll(async () => {
    aws = await startAws({ nodes: 200 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    await aws.control.reset({ nodes: 200, seed: 7 });
    knex = await openTestDatabase(id);
    setup = createSync(knex, aws.credentials);
    follower = Follower.create();
  });

  it.each([
    ['another Region', { region: US }],
    ['another account', { account: STAGING }],
    ['another account and Region', { account: STAGING, region: US }],
  ])('follows a machine that registers again in %s', async (_, destination) => {
    const { nodes } = await aws.control.findNodes({
      account: PROD,
      region: EU,
      environment: 'azure',
    });
    const [before] = nodes;
    await aws.control.updateNode(before.id, { computerName: 'the-one' });
    await runAll();
    await follower.follow(knex);
    const after = await aws.control.moveNode(before.id, destination);
    expect(after.id).not.toBe(before.id);
    // There at once, and here until two listings did not show it.
    await runAll();
    expect((await rowsOf('the-one')).map(keyOf).sort()).toEqual(
      [before, after].map(keyOf).sort(),
    );
    await expectTruth(knex, aws.control, { kept: [before.id] });
    await runAll();
    await expectTruth(knex, aws.control);
    expect(await rowsOf('the-one')).toMatchObject([
      { node_id: after.id, ...destination },
    ]);
    await expectFollowed();
  });

  it('follows a hybrid node that is activated again under a new id', async () => {
    const before = await aHybrid(PROD);
    await runAll();
    const [stored] = await rowsOf(before.computerName);
    const after = await aws.control.reactivateNode(before.id);
    await runAll();
    await runAll();
    await expectTruth(knex, aws.control);
    expect(await rowsOf(before.computerName)).toMatchObject([
      { node_id: after.id, owner_ref: stored.owner_ref, title: stored.title },
    ]);
    await expectFollowed();
  });

  it('shows both registrations while Systems Manager has both', async () => {
    const before = await aHybrid(PROD);
    await runAll();
    const after = await aws.control.reactivateNode(before.id, {
      keepOld: true,
    });
    await runAll();
    await runAll();
    await expectTruth(knex, aws.control);
    const rows = await rowsOf(before.computerName);
    expect(
      new Map(rows.map(({ node_id: node, status }) => [node, status])),
    ).toEqual(
      new Map([
        [before.id, 'connection-lost'],
        [after.id, 'online'],
      ]),
    );
  });

  it('stores a node once that one listing shows twice', async () => {
    /** Pages that overlap, as when a listing is read while nodes come and go. */
    setup = createSync(
      knex,
      aws.credentials,
      {},
      {
        source: ssm => ({
          action: ssm.action,
          async *pages(target, run) {
            for await (const page of ssm.pages(target, run)) {
              const { observations } = page;
              yield { observations: [...observations, ...observations] };
              yield page;
            }
          },
        }),
      },
    );
    await runAll();
    await expectTruth(knex, aws.control);
    const { total } = await aws.control.findNodes({});
    expect((await knex('revision_counter').first()).value).toBe(
      id === 'SQLITE_3' ? total : String(total),
    );
  });

  it('keeps nodes of the same ids in two targets apart', async () => {
    /** As when two targets are in truth one. */
    let same = true;
    setup = createSync(
      knex,
      aws.credentials,
      // So that what goes is not held back: that is tested below.
      { sync: { maxRemovalPercentage: 100 } },
      {
        source: ssm => ({
          action: ssm.action,
          pages: (target, run) =>
            ssm.pages(
              same && target.account === STAGING
                ? { ...target, account: PROD }
                : target,
              run,
            ),
        }),
      },
    );
    const namesIn = async (account: string) =>
      knex('nodes').where({ account }).whereNull('left_at').pluck('name');
    await runAll();
    const { total } = await aws.control.findNodes({ account: PROD });
    expect(await namesIn(STAGING)).toHaveLength(total);
    const before = (await namesIn(PROD)).sort();
    expect(before).toHaveLength(total);
    await runAll();
    await follower.follow(knex);
    expect((await namesIn(PROD)).sort()).toEqual(before);

    same = false;
    await runAll();
    await runAll();
    await expectTruth(knex, aws.control);
    await expectFollowed();
    // Names stay with their nodes, whoever else had the same.
    expect((await namesIn(PROD)).sort()).toEqual(before);
  });

  describe('of which 30 % vanish', () => {
    let held: HeldRemovals;
    let gone: string[];
    const target = () => setup.target(SANDBOX, EU);
    const here = { account: SANDBOX, region: EU };
    const heldBack = { [`${SANDBOX}/${EU}`]: 'held' as const };

    beforeEach(async () => {
      await aws.control.addNodes({ count: 60, ...here });
      held = HeldRemovals.create({
        knex,
        absent: AbsentNodes.create({ knex }),
      });
      await runAll();
      const { total } = await aws.control.findNodes({ ...here, limit: 500 });
      gone = await aws.control.terminate({
        ...here,
        keep: Math.floor(total * 0.7),
      });
      await setup.run(target());
      await setup.run(target());
      await setup.run(target());
    });

    it('keeps and shows them until an operator decides', async () => {
      await expectTruth(knex, aws.control, { states: heldBack, kept: gone });
      const { held: view, nodes } = await held.inspect(here);
      expect(view.missing).toBe(gone.length);
      expect(nodes.map(node => node.nodeId).sort()).toEqual(gone.sort());
    });

    it('lets them go when the operator accepts', async () => {
      await follower.follow(knex);
      const { held: view } = await held.inspect(here);
      const decided = await held.decide(
        here,
        { generation: view.generation, decision: 'accept' },
        OMAR,
        Date.now(),
      );
      expect(decided).toEqual({ removed: gone.length });
      await expectTruth(knex, aws.control);
      await expectFollowed();
      await setup.run(target());
      await expectTruth(knex, aws.control);
    });

    it('keeps them when the operator says so, and takes them back', async () => {
      const { held: view } = await held.inspect(here);
      await held.decide(
        here,
        { generation: view.generation, decision: 'dismiss' },
        OMAR,
        Date.now(),
      );
      await setup.run(target());
      await expectTruth(knex, aws.control, { states: heldBack, kept: gone });
      expect(await held.inspect(here)).toMatchObject({
        held: { dismissedBy: OMAR },
      });
      // Who was missing only for AWS comes back as if nothing had been.
      const revision = await knex('revision_counter').first();
      await aws.control.reset({ nodes: 200, seed: 7 });
      await aws.control.addNodes({ count: 60, ...here });
      await setup.run(target());
      await expectTruth(knex, aws.control);
      expect(await knex('revision_counter').first()).toEqual(revision);
    });
  });
});
