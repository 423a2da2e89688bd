import { Knex } from 'knex';
import {
  ACCOUNT,
  context,
  databases,
  listing,
  nodeId,
  observation,
  openTestDatabase,
  REGION,
  store,
} from '../__testUtils__/nodes';
import { AbsentNodes } from './AbsentNodes';
import { ChangeFeed } from './ChangeFeed';
import { NodeWriter } from './NodeWriter';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('ChangeFeed on %s', id => {
  let knex: Knex;
  let feed: ChangeFeed;

  const read = (after: number, epoch?: string, limit = 1000) =>
    feed.read({ consumer: 'catalog', after, epoch, limit }, 50_000);

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    feed = ChangeFeed.create({ knex, context });
  });

  it('gives changes in order, in pages, and is quiet when nothing changed', async () => {
    await store(
      knex,
      [1, 2, 3].map(index => observation(index)),
    );
    const first = await read(0, undefined, 2);
    expect(first.items.map(change => change.name)).toEqual([
      nodeId(1),
      nodeId(2),
    ]);
    expect(first.headRevision).toBe(3);
    const second = await read(2, first.epoch, 2);
    expect(second.items.map(change => change.revision)).toEqual([3]);
    expect((await read(3, first.epoch)).items).toEqual([]);

    await NodeWriter.create({ knex }).applyPage(
      listing(2),
      [1, 2, 3].map(index => observation(index, { lastPingAt: 9_999 })),
      60_000,
    );
    expect((await read(3, first.epoch)).items).toEqual([]);
  });

  it('gives a changed node once, as it is now, and a node that left as left', async () => {
    await store(
      knex,
      [1, 2].map(index => observation(index)),
    );
    const { epoch } = await read(0);
    const writer = NodeWriter.create({ knex });
    for (const name of ['a', 'b']) {
      await writer.applyPage(
        listing(2),
        [observation(1, { tags: { Name: name } })],
        60_000,
      );
    }
    await AbsentNodes.create({ knex }).settleAbsent(
      { account: ACCOUNT, region: REGION, generation: 2 },
      1,
      61_000,
    );
    const { items } = await read(2, epoch);
    expect(
      items.map(({ name, left, node }) => [name, left, node.title]),
    ).toEqual([
      [nodeId(1), false, 'b'],
      [nodeId(2), true, 'node-2'],
    ]);
  });

  it('starts over for a consumer that knows another store', async () => {
    await store(knex, [observation(1)]);
    const page = await read(99, 'another-epoch');
    expect(page.items).toHaveLength(1);
    expect(page.epoch).not.toBe('another-epoch');
  });

  it('takes a consumer that reads ahead at its word for how far it has come', async () => {
    await store(knex, [observation(1), observation(2)]);
    const { epoch } = await read(0);
    const ahead = (after: number, acknowledged: number) =>
      feed.read(
        { consumer: 'catalog', epoch, after, acknowledged, limit: 1000 },
        50_000,
      );
    expect((await ahead(1, 0)).items).toHaveLength(1);
    expect(await feed.health('catalog')).toMatchObject({
      acknowledgedRevision: 0,
    });
    await ahead(1, 2);
    expect(await feed.health('catalog')).toMatchObject({
      acknowledgedRevision: 1,
    });
  });

  it('tells how far the consumer has come, and what it skipped', async () => {
    await store(knex, [observation(1), observation(2)]);
    expect(await feed.health('catalog')).toMatchObject({
      headRevision: 2,
      acknowledgedRevision: null,
      skippedTotal: 0,
    });
    const { epoch } = await read(0);
    await read(1, epoch);
    const skipped = [
      { name: nodeId(1), reason: 'bad title' },
      { name: nodeId(2), reason: 'bad owner' },
    ];
    await feed.reportSkipped(
      { consumer: 'catalog', skipped, accepted: [] },
      51_000,
    );
    expect(await feed.health('catalog')).toEqual({
      headRevision: 2,
      acknowledgedRevision: 1,
      acknowledgedAt: new Date(50_000).toISOString(),
      skipped,
      skippedTotal: 2,
    });
    await feed.reportSkipped(
      { consumer: 'catalog', skipped: [], accepted: [nodeId(1)] },
      52_000,
    );
    expect(await feed.health('catalog')).toMatchObject({
      skipped: [skipped[1]],
      skippedTotal: 1,
    });
  });

  it('calls a node absent only when its target was listed completely', async () => {
    await store(knex, [observation(1)]);
    const node = (index: number) => ({
      name: nodeId(index),
      account: ACCOUNT,
      region: REGION,
    });
    const query = { nodes: [node(1), node(2)] };
    expect(await feed.findAbsent(query)).toEqual({
      absent: [],
      unknown: [nodeId(2)],
    });
    await knex('sync_targets').insert({
      account: ACCOUNT,
      region: REGION,
      state: 'ok',
      generation: 1,
      counts: '{}',
      warnings: '[]',
      last_success_at: 1,
    });
    expect(await feed.findAbsent(query)).toEqual({
      absent: [nodeId(2)],
      unknown: [],
    });
  });

  it('loses no change to writers that commit out of order', async () => {
    const writers = Array.from({ length: 8 }, (_, writer) =>
      NodeWriter.create({ knex }).applyPage(
        listing(1, { region: `region-${writer}` }),
        Array.from({ length: 40 }, (__, index) =>
          observation(writer * 1000 + index),
        ),
        10_000,
      ),
    );
    const seen = new Set<string>();
    const { epoch } = await read(0, undefined, 1);
    let after = 0;
    let open = true;
    const all = Promise.all(writers).then(() => {
      open = false;
    });
    for (let last = false; !last; ) {
      last = !open;
      const { items } = await read(after, epoch, 50);
      items.forEach(change => seen.add(change.name));
      after = items[items.length - 1]?.revision ?? after;
      last = last && !items.length;
    }
    await all;
    expect(seen.size).toBe(320);
  });
});
