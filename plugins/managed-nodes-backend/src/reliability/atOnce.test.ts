import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { createSync, PROD, REGIONS, startAws } from '../__testUtils__/sync';
import { createEvents, until } from '../events/__testUtils__/createEvents';
import { Follower } from './__testUtils__/Follower';
import { expectTruth } from './__testUtils__/truth';

jest.setTimeout(120_000);

const LIST = 'DescribeInstanceProperties';

describe.each(databases.eachSupportedId())('At once on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;
  let follower: Follower;
  const target = () => setup.target(PROD, REGIONS[0]);
  const wait = (milliseconds: number) =>
    new Promise(resolve => setTimeout(resolve, milliseconds));

  beforeAll(async () => {
    aws = await startAws({ nodes: 600 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    await aws.control.reset({ nodes: 600, seed: 7 });
    knex = await openTestDatabase(id);
    setup = createSync(knex, aws.credentials);
    follower = Follower.create();
  });

  const expectFollowed = async () => {
    const { known, actual } = await follower.compare(knex);
    expect(known).toEqual(actual);
  };

  it('two replicas list the same targets: nothing is doubled or lost', async () => {
    // As when one was thought dead and was not.
    const replicas = [setup, createSync(knex, aws.credentials)];
    const both = () =>
      Promise.all(
        replicas.flatMap(({ run, targets }) => targets.map(of => run(of))),
      );
    const outcomes = await both();
    expect(outcomes.map(({ complete }) => complete)).not.toContain(false);
    await expectTruth(knex, aws.control);
    const { nodes } = await aws.control.findNodes({ limit: 3 });
    await aws.control.terminate({ ids: nodes.map(node => node.id) });
    await aws.control.addNodes({ count: 20 });
    for (let round = 0; round < 2; round += 1) {
      await follower.follow(knex);
      await both();
    }
    await expectTruth(knex, aws.control);
    await expectFollowed();
  });

  it('a replica that comes back from the dead does not say how a newer listing ended', async () => {
    await aws.control.addFault({
      kind: 'slow',
      operation: LIST,
      milliseconds: 1_500,
      count: 1,
    });
    const frozen = new AbortController();
    const old = setup.sync.run(target(), frozen.signal);
    await wait(300);
    expect(await setup.run(target())).toMatchObject({ state: 'ok' });
    frozen.abort();
    expect(await old).toMatchObject({
      state: 'failed',
      error: { code: 'Interrupted' },
    });
    await expectTruth(knex, aws.control, {
      unseen: (
        await aws.control.findNodes({ limit: 10_000 })
      ).nodes.flatMap(node =>
        node.account === PROD && node.region === REGIONS[0] ? [] : [node.id],
      ),
    });
  });

  it('nodes are read one by one while their target is listed: the newer word stays', async () => {
    await Promise.all(setup.targets.map(of => setup.run(of)));
    await follower.follow(knex);
    const { refresher } = createEvents(knex, setup, {
      times: { coalesce: 20, listing: 200, settle: [] },
    });
    const { account, region } = target();
    const { nodes } = await aws.control.findNodes({ account, region });
    const [gone, ...told] = nodes.slice(0, 20);
    // The listing has seen the nodes, and waits for their tags.
    await aws.control.addFault({
      kind: 'slow',
      operation: 'DescribeInstancePatchStates',
      milliseconds: 800,
      count: 2,
    });
    const listing = setup.run(target());
    await wait(400);
    for (const node of told) {
      await aws.control.setTags(node.id, { Owner: 'the-new-owners' });
    }
    await aws.control.terminate({ ids: [gone.id] });
    const [come] = await aws.control.addNodes({ account, region });
    [gone, ...told, come].forEach(node =>
      refresher.look(target(), node.id, false),
    );
    expect(await listing).toMatchObject({ state: 'ok' });
    await until(async () => {
      const owners = await knex('nodes')
        .whereIn(
          'node_id',
          told.map(node => node.id),
        )
        .pluck('owner_ref');
      expect(new Set(owners)).toEqual(
        new Set(['group:default/the-new-owners']),
      );
      expect(await knex('nodes').where({ node_id: come.id })).toHaveLength(1);
      expect(
        await knex('nodes').where({ node_id: gone.id }).pluck('status'),
      ).toEqual(['missing']);
    });
    await refresher.stop();
    await expectFollowed();
    await Promise.all(setup.targets.map(of => setup.run(of)));
    await Promise.all(setup.targets.map(of => setup.run(of)));
    await expectTruth(knex, aws.control);
    await expectFollowed();
  });
});
