import { ConfigReader } from '@backstage/config';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { createSync, PROD, startAws } from '../__testUtils__/sync';
import { byTags, UNCLAIMED } from '../__testUtils__/nodes';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { readManagedNodesConfig } from '../config';
import { seenNodes } from '../nodes/database';
import { NodeWriter } from '../nodes/NodeWriter';
import { SeenNodeRow } from '../nodes/rows';
import { UnmanagedInstances } from '../unmanaged/UnmanagedInstances';
import { KnownNodes } from './KnownNodes';
import { OrganizationListing } from './OrganizationListing';
import { OrganizationRuns } from './OrganizationRuns';

jest.setTimeout(120_000);

/** A delegated administrator of the simulated organization. */
const ADMINISTRATOR = '555566667777';
const NEVER = new AbortController().signal;
const REGION = 'eu-central-1';

describe.each(databases.eachSupportedId())('OrganizationListing on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;
  let runs: OrganizationRuns;
  let directory: AccountDirectory;

  beforeAll(async () => {
    aws = await startAws({ nodes: 600 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    await aws.control.reset({ nodes: 600, seed: 7 });
    knex = await openTestDatabase(id);
    setup = createSync(knex, aws.credentials);
    runs = OrganizationRuns.create({ knex });
    // All accounts can be read, but only this one is a target.
    directory = AccountDirectory.create(
      setup.accounts.all().filter(account => account.id === PROD),
    );
  });

  const listing = (organization?: typeof setup.config.organization) =>
    OrganizationListing.create({
      clients: setup.clients,
      config: {
        ...setup.config,
        organization,
        organizationListing: {
          account: ADMINISTRATOR,
          region: REGION,
          syncName: 'AWS-QuickSetup-ManagedNode',
          callsPerSecond: 100,
          intervalMs: 60_000,
        },
      },
      directory,
      ownership: { decider: async () => byTags, undecided: UNCLAIMED },
      writer: NodeWriter.create({ knex }),
      judge: setup.judge,
      known: KnownNodes.create({ knex }),
      targets: setup.store,
      unmanaged: UnmanagedInstances.create({ knex }),
      runs,
    }).run(NEVER);
  const rows = async (where: object = {}): Promise<SeenNodeRow[]> =>
    seenNodes(knex).where(where).whereNull('left_at').orderBy('nodes.name');
  const there = async (where: { account?: string; region?: string } = {}) =>
    (await aws.control.findNodes({ ...where, limit: 10_000 })).nodes.filter(
      node => node.managed,
    );
  const prodTargets = () =>
    setup.targets.filter(({ account }) => account === PROD);

  it('shows the nodes of accounts that are no targets, once', async () => {
    for (const target of prodTargets()) {
      await setup.run(target);
    }
    await listing();
    await listing();
    expect(await runs.health()).toMatchObject({ state: 'ok', error: null });
    const stored = await rows();
    // A stopped instance looks unmanaged to ListNodes and never was a node here.
    const expected = (await there()).filter(
      node => node.account === PROD || node.instanceState !== 'stopped',
    );
    expect(stored.map(row => row.node_id).sort()).toEqual(
      expected.map(node => node.id).sort(),
    );
    const { count } = (await knex('unmanaged_instances')
      .whereNot({ account: PROD })
      .count({ count: '*' })
      .first())!;
    expect(Number(count)).toBeGreaterThan(0);
  });

  it('leaves accounts alone that discovery does not give', async () => {
    const { organization } = readManagedNodesConfig(
      new ConfigReader({
        managedNodes: {
          targets: { regions: [REGION] },
          organization: { account: ADMINISTRATOR },
        },
      }),
    );
    await listing(organization);
    expect(await runs.health()).toMatchObject({ state: 'ok' });
    const accounts = new Set((await rows()).map(row => row.account));
    expect([...accounts]).toEqual([PROD]);
  });

  it('takes nothing from what targets tell of their own nodes', async () => {
    for (const target of prodTargets()) {
      await setup.run(target);
    }
    const before = await rows({ account: PROD });
    await listing();
    expect(await rows({ account: PROD })).toEqual(before);
  });

  it('speaks for a target whose own listing fails, and keeps its detail', async () => {
    const [target] = prodTargets();
    await setup.run(target);
    const before = await rows({ account: PROD, region: target.region });
    await knex('sync_targets').update({ last_success_at: 1 });
    const added = await aws.control.addNodes({
      account: PROD,
      region: target.region,
      count: 2,
    });
    await aws.control.terminate({ ids: [before[0].node_id] });

    await listing();
    const after = await rows({ account: PROD, region: target.region });
    expect(after.map(row => row.node_id)).toEqual(
      expect.arrayContaining(added.map(node => node.id)),
    );
    // Only the target's own listing may say that a node is gone.
    expect(after.map(row => row.name)).toEqual(
      expect.arrayContaining(before.map(row => row.name)),
    );
    const byName = new Map(after.map(row => [row.name, row]));
    for (const row of before) {
      expect(byName.get(row.name)).toMatchObject({
        title: row.title,
        environment: row.environment,
        tags: row.tags,
        owner_ref: row.owner_ref,
        patch_bucket: row.patch_bucket,
        last_ping_at: row.last_ping_at,
        identity_hash: row.identity_hash,
      });
    }
  });

  it('lets go of nodes that two complete listings did not show', async () => {
    await listing();
    const gone = (await rows()).find(row => row.account !== PROD)!;
    await aws.control.terminate({ ids: [gone.node_id] });
    await listing();
    expect(await rows({ node_id: gone.node_id })).toMatchObject([
      { status: 'missing' },
    ]);
    await listing();
    expect(await rows({ node_id: gone.node_id })).toEqual([]);
  });

  it('holds back when a whole account is not shown any more', async () => {
    await listing();
    const account = '333344445555';
    const before = await rows({ account });
    expect(before.length).toBeGreaterThan(20);
    await aws.control.terminate({ ids: before.map(row => row.node_id) });
    await listing();
    await listing();
    await listing();
    expect(await rows({ account })).toHaveLength(before.length);
    expect(await setup.store.list()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          account,
          state: 'held',
          source: 'organization',
        }),
      ]),
    );
  });

  it.each([
    ['is refused', { kind: 'access-denied' as const }],
    ['fails', { kind: 'outage' as const }],
  ])('keeps everything when it %s', async (_, fault) => {
    await listing();
    const before = await rows();
    await aws.control.addFault({ ...fault, operation: 'ListNodes', after: 2 });
    await listing();
    expect(await rows()).toEqual(before);
    expect(await runs.health()).toMatchObject({
      state: 'failed',
      lastSuccessAt: expect.any(String),
    });
    const { error } = await runs.health();
    expect(error?.missingIamAction).toBe(
      fault.kind === 'access-denied' ? 'ssm:ListNodes' : null,
    );
  });

  it('starts over when a token expires, and doubles nothing', async () => {
    await aws.control.addFault({
      kind: 'expired-token',
      operation: 'ListNodes',
      after: 3,
      count: 1,
    });
    await listing();
    expect(await runs.health()).toMatchObject({ state: 'ok' });
    const names = (await rows()).map(row => row.node_id);
    expect(new Set(names).size).toBe(names.length);
  });
});
