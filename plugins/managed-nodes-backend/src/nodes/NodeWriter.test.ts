import { Knex } from 'knex';
import {
  ACCOUNT,
  databases,
  listing,
  nodeId,
  observation,
  openTestDatabase,
  UNCLAIMED,
} from '../__testUtils__/nodes';
import { AbsentNodes } from './AbsentNodes';
import { seenNodes } from './database';
import { NodeWriter } from './NodeWriter';
import { OwnershipWriter } from './OwnershipWriter';
import { SeenNodeRow } from './rows';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('NodeWriter on %s', id => {
  let knex: Knex;
  let writer: NodeWriter;
  let absent: AbsentNodes;

  const row = async (
    index: number,
  ): Promise<SeenNodeRow & { revision: number | string }> =>
    seenNodes(knex)
      .join('node_changes', 'node_changes.name', 'nodes.name')
      .select('node_changes.revision')
      .where('node_id', nodeId(index))
      .first();

  const head = async () =>
    Number((await knex('revision_counter').first('value')).value);

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    writer = NodeWriter.create({ knex });
    absent = AbsentNodes.create({ knex });
  });

  it('stores new nodes with rising revisions and their owner', async () => {
    const nodes = [1, 2, 3].map(index =>
      observation(index, {
        tags: { Owner: 'payments-team', Application: 'payments' },
      }),
    );
    await expect(writer.applyPage(listing(1), nodes, 5_000)).resolves.toEqual({
      added: 3,
      changed: 0,
      updated: 0,
    });

    expect(await knex('nodes').orderBy('id').pluck('name')).toEqual(
      [1, 2, 3].map(nodeId),
    );
    const revisions = await knex('node_changes')
      .orderBy('name')
      .pluck('revision');
    expect(revisions.map(Number)).toEqual([1, 2, 3]);
    expect(await row(1)).toMatchObject({
      owner_ref: 'group:default/payments-team',
      system_ref: 'system:default/payments',
      status: 'online',
    });
  });

  it('writes nothing but a heartbeat for an unchanged node', async () => {
    await writer.applyPage(listing(1), [observation(1)], 5_000);
    const before = await row(1);
    const result = await writer.applyPage(
      listing(2),
      [observation(1, { lastPingAt: 2_000 })],
      9_000,
    );

    expect(result).toEqual({ added: 0, changed: 0, updated: 0 });
    const after = await row(1);
    expect(Number(after.last_seen_at)).toBe(9_000);
    expect(Number(after.last_ping_at)).toBe(2_000);
    expect(after.seen_generation).toBe(2);
    expect(after.revision).toEqual(before.revision);
    expect(await head()).toBe(1);
  });

  it('sends one statement for the heartbeats of 500 nodes', async () => {
    const nodes = Array.from({ length: 500 }, (_, index) => observation(index));
    await writer.applyPage(listing(1), nodes, 5_000);
    const statements: string[] = [];
    knex.on('query', ({ sql }) => statements.push(sql));
    await writer.applyPage(listing(2), nodes, 6_000);

    expect(
      statements.filter(sql => !sql.toLowerCase().startsWith('select')),
    ).toHaveLength(1);
  });

  it('lets a state change pass the catalog by, and an identity change not', async () => {
    await writer.applyPage(listing(1), [observation(1)], 5_000);
    await expect(
      writer.applyPage(
        listing(2),
        [observation(1, { pingStatus: 'ConnectionLost' })],
        6_000,
      ),
    ).resolves.toMatchObject({ updated: 1, changed: 0 });
    expect(await row(1)).toMatchObject({ status: 'connection-lost' });
    expect(await head()).toBe(1);

    await expect(
      writer.applyPage(
        listing(3),
        [observation(1, { tags: { Name: 'renamed' } })],
        7_000,
      ),
    ).resolves.toMatchObject({ updated: 0, changed: 1 });
    expect(await row(1)).toMatchObject({ title: 'renamed' });
    expect(Number((await row(1)).revision)).toBe(2);
    expect(Number((await row(1)).first_seen_at)).toBe(5_000);
  });

  it('keeps tags, patches and environment that could not be read', async () => {
    const known = observation(1, {
      environment: 'vmware',
      tags: { Owner: 'payments-team', Name: 'pay-1' },
      patch: {
        ...observation(1).patch!,
        bucket: 'critical',
        criticalNonCompliant: 4,
      },
    });
    await writer.applyPage(listing(1), [known], 5_000);
    await writer.applyPage(
      listing(2),
      [
        observation(1, {
          environment: undefined,
          tags: undefined,
          patch: undefined,
        }),
      ],
      6_000,
    );

    expect(await row(1)).toMatchObject({
      title: 'pay-1',
      environment: 'vmware',
      owner_ref: 'group:default/payments-team',
      patch_bucket: 'critical',
    });
    expect(await head()).toBe(1);
  });

  it('leaves a new node undecided while its tags are unknown', async () => {
    await writer.applyPage(
      listing(1, { undecided: { ...UNCLAIMED, unclaimedReason: 'not yet' } }),
      [observation(1, { tags: undefined })],
      5_000,
    );
    expect(await row(1)).toMatchObject({ owner_ref: UNCLAIMED.ownerRef });
  });

  it('names a second node of the same id apart, and keeps both names', async () => {
    const pages = async (generation: number) => {
      await writer.applyPage(listing(generation), [observation(1)], 5_000);
      await writer.applyPage(
        listing(generation, { region: 'us-east-1' }),
        [observation(1)],
        5_000,
      );
    };
    await pages(1);
    const names = await knex('nodes').orderBy('id').pluck('name');
    expect(names[0]).toBe(nodeId(1));
    expect(names[1]).toMatch(new RegExp(`^${nodeId(1)}-[0-9a-f]{8}$`));
    await pages(2);
    expect(await knex('nodes').orderBy('id').pluck('name')).toEqual(names);
  });

  it('names nodes of the same id apart when two targets store them at once', async () => {
    const regions = ['a', 'b', 'c', 'd'].map(name => `region-${name}`);
    await Promise.all(
      regions.map(region =>
        writer.applyPage(
          listing(1, { region }),
          [1, 2, 3].map(index => observation(index)),
          5_000,
        ),
      ),
    );
    const names: string[] = await knex('nodes').pluck('name');
    expect(new Set(names).size).toBe(12);
    expect((await knex('node_beats').pluck('name')).sort()).toEqual(
      names.sort(),
    );
    expect((await knex('node_changes').pluck('name')).sort()).toEqual(names);
  });

  it('marks absent nodes missing, then lets them leave, and takes them back', async () => {
    await writer.applyPage(listing(1), [observation(1), observation(2)], 1_000);
    await writer.applyPage(listing(2), [observation(1)], 2_000);
    const target = { account: ACCOUNT, region: 'eu-central-1' };
    expect(await absent.countAbsent({ ...target, generation: 2 })).toEqual({
      known: 2,
      absent: 1,
    });

    expect(
      await absent.settleAbsent({ ...target, generation: 2 }, 2, 2_500),
    ).toEqual({ missing: 1, removed: 0 });
    expect(await row(2)).toMatchObject({ status: 'missing', left_at: null });
    expect(await head()).toBe(2);

    await writer.applyPage(listing(3), [observation(1)], 3_000);
    expect(
      await absent.settleAbsent({ ...target, generation: 3 }, 2, 3_500),
    ).toEqual({ missing: 0, removed: 1 });
    expect(await row(2)).toMatchObject({ status: 'left' });
    expect(Number((await row(2)).left_at)).toBe(3_500);
    expect(Number((await row(2)).revision)).toBe(3);

    await expect(
      writer.applyPage(listing(4), [observation(2)], 4_000),
    ).resolves.toMatchObject({ changed: 1 });
    expect(await row(2)).toMatchObject({
      status: 'online',
      left_at: null,
      missing_since: null,
      missing_listings: 0,
    });
    expect(Number((await row(2)).revision)).toBe(4);
  });

  it('does not let an overtaken listing make nodes look absent', async () => {
    await writer.applyPage(listing(2), [observation(1)], 2_000);
    await writer.applyPage(listing(1), [observation(1)], 2_100);
    expect(
      await absent.countAbsent({
        account: ACCOUNT,
        region: 'eu-central-1',
        generation: 2,
      }),
    ).toEqual({ known: 1, absent: 0 });
  });

  it('stores hostile text as it is, without what cannot be seen', async () => {
    const nasty = `<script>alert(1)</script> =cmd|'/C calc'!A0 "quoted" \\ % _ '; DROP TABLE nodes; --`;
    await writer.applyPage(
      listing(1),
      [
        observation(1, {
          computerName: nasty,
          tags: { Name: nasty, __proto__x: 'y', 'k?e"y': 'ключ 🔑' },
        }),
      ],
      5_000,
    );
    expect((await row(1)).title).toBe(nasty);
  });

  it('reassigns stored nodes when the owners change', async () => {
    await writer.applyPage(
      listing(1),
      [1, 2].map(index => observation(index, { tags: { Owner: 'old' } })),
      5_000,
    );
    const ownership = OwnershipWriter.create({ knex });
    const decide = (node: { title: string }) => ({
      ...UNCLAIMED,
      ownerRef:
        node.title === 'node-1' ? 'group:default/old' : 'group:default/new',
      claimed: true,
      unclaimedReason: null,
    });
    expect(await ownership.reassign(decide, () => 'commerce-prod')).toBe(1);
    expect(await ownership.reassign(decide, () => 'commerce-prod')).toBe(0);
    expect(await row(2)).toMatchObject({ owner_ref: 'group:default/new' });
    expect(Number((await row(2)).revision)).toBe(3);
  });

  it('forgets what left long ago, once consumers have heard of it', async () => {
    await writer.applyPage(listing(1), [observation(1)], 1_000);
    const target = { account: ACCOUNT, region: 'eu-central-1', generation: 2 };
    await absent.settleAbsent(target, 1, 2_000);
    await knex('change_consumers').insert({
      consumer: 'catalog',
      epoch: 'e',
      acknowledged_revision: 1,
      acknowledged_at: 0,
    });
    expect(await absent.purgeLeft(3_000)).toBe(0);
    await knex('change_consumers').update({ acknowledged_revision: 2 });
    expect(await absent.purgeLeft(2_000)).toBe(0);
    expect(await absent.purgeLeft(3_000)).toBe(1);
  });
});
