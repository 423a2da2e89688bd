import { Knex } from 'knex';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD, startAws } from '../../__testUtils__/sync';
import {
  Aws,
  createPatchWorld,
  namesOf,
  PatchWorld,
  truthOf,
} from '../__testUtils__/patchWorld';

jest.setTimeout(60_000);

const REGION = 'eu-central-1';
const DAY = 86_400_000;

describe.each(databases.eachSupportedId())('PatchDetails on %s', id => {
  let aws: Aws;
  let knex: Knex;
  let world: PatchWorld;

  beforeAll(async () => {
    aws = await startAws({ nodes: 150 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    await aws.control.reset({ nodes: 150, seed: 7 });
    knex = await openTestDatabase(id);
    world = createPatchWorld(knex, aws);
  });

  const target = () => world.setup.target(PROD, REGION);
  const list = () => world.setup.run(target());

  const describeCalls = async () =>
    (await aws.control.calls())
      .filter(({ operation }) => operation === 'DescribeInstancePatches')
      .reduce((sum, { calls }) => sum + calls, 0);

  const row = (nodeId: string) =>
    knex('nodes').where({ node_id: nodeId }).first();

  it('stores of every node what the simulator says that it lacks, and nothing else', async () => {
    await world.setup.runAll();
    const read = await world.readAll();
    const nodes = await knex('nodes').orderBy('id');
    const noncompliant = nodes.filter(node =>
      ['critical', 'security', 'other'].includes(node.patch_bucket),
    );
    expect(read).toBe(noncompliant.length);
    expect(noncompliant.length).toBeGreaterThan(20);
    const stored = await world.lacks();
    for (const node of nodes) {
      const own = stored.filter(({ name }) => name === node.name);
      const truth = await truthOf(aws.control.patches, node.node_id);
      expect([node.name, namesOf(own)]).toEqual([node.name, truth]);
      expect([node.name, own.length]).toEqual([node.name, node.patch_lacking]);
      const dues = own.map(({ due_at: due }) => due!);
      expect([node.name, Number(node.patch_due_at)]).toEqual([
        node.name,
        own.length ? Math.min(...dues) : 0,
      ]);
      expect(Boolean(node.patch_excepted)).toBe(false);
    }
    expect(await world.details.targetsToRead(Date.now())).toEqual([]);
  });

  it('tells of each patch what AWS tells, and when it is due', async () => {
    await list();
    await world.readAll();
    const [node] = await knex('nodes')
      .where('patch_bucket', 'critical')
      .orderBy('id');
    const { report } = await aws.control.patches.ofNode(node.node_id);
    const lacks = await world.lacks({ 'nodes.id': node.id });
    expect(lacks.length).toBeGreaterThan(0);
    const days = { critical: 7, security: 14, other: 30 };
    for (const lack of lacks) {
      const truth = report!.lacking.find(({ title }) => title === lack.title)!;
      expect(lack.kind).toBe(truth.kind);
      expect(lack.first_at).toBe(Date.parse(report!.endedAt));
      expect(lack.due_at).toBe(lack.first_at + days[truth.kind] * DAY);
      const patch = await knex('patches').where('title', lack.title).first();
      expect(patch.severity ?? '').toBe(truth.severity);
      expect(JSON.parse(patch.cves)).toEqual([...truth.cves].sort());
      expect(patch.search_text).toContain(truth.title.toLowerCase());
    }
  });

  it('reads a report once, whatever else happens to the node', async () => {
    await list();
    const read = await world.readAll();
    expect(read).toBeGreaterThan(0);
    await aws.control.resetCalls();
    const [node] = await knex('nodes').where('patch_bucket', 'critical');
    await aws.control.setTags(node.node_id, { Owner: 'somebody-else' });
    await list();
    expect(await world.readAll()).toBe(0);
    expect(await describeCalls()).toBe(0);
  });

  it('reads all pages, and a new report again; since when a patch lacks stays', async () => {
    await list();
    await world.readAll();
    const before = await world.lacks();
    await aws.control.addFault({
      kind: 'short-page',
      operation: 'DescribeInstancePatches',
    });
    // The daily scan; there is news from vendors in between.
    await aws.control.advance(8 * DAY);
    await list();
    await aws.control.resetCalls();
    const read = await world.readAll();
    expect(read).toBeGreaterThan(0);
    expect(await describeCalls()).toBeGreaterThan(read);
    const after = await world.lacks();
    for (const node of await knex('nodes')) {
      expect([
        node.name,
        namesOf(after.filter(({ name }) => name === node.name)),
      ]).toEqual([node.name, await truthOf(aws.control.patches, node.node_id)]);
    }
    const key = (lack: (typeof after)[number]) =>
      `${lack.name} ${lack.kb_id} ${lack.title}`;
    const known = new Map(before.map(lack => [key(lack), lack]));
    const kept = after.filter(lack => known.has(key(lack)));
    expect(kept.length).toBeGreaterThan(0);
    for (const lack of kept) {
      expect(lack.first_at).toBe(known.get(key(lack))!.first_at);
      expect(lack.due_at).toBe(known.get(key(lack))!.due_at);
    }
  });

  it('forgets what was installed, and what a node lacked that is all right', async () => {
    await list();
    await world.readAll();
    const nodes = await knex('nodes').where('patch_bucket', 'critical');
    for (const { node_id: nodeId } of nodes) {
      await aws.control.updateNode(nodeId, { patchProfile: 'compliant' });
    }
    await list();
    await world.details.readNow(
      target(),
      nodes.map(node => node.node_id),
      new AbortController().signal,
    );
    for (const node of nodes) {
      expect(await row(node.node_id)).toMatchObject({
        patch_bucket: 'compliant',
        patch_due_at: null,
      });
      expect(await world.lacks({ 'nodes.id': node.id })).toEqual([]);
      expect(await world.reads({ 'nodes.id': node.id })).toEqual([]);
    }
    // Nothing of others.
    expect((await world.lacks()).length).toBeGreaterThan(0);
  });

  it('reads at once what somebody waits for, and no more', async () => {
    await list();
    const [one, other] = await knex('nodes')
      .where('patch_bucket', 'critical')
      .orderBy('id');
    const signal = new AbortController().signal;
    await world.details.readNow(target(), [one.node_id, 'i-none'], signal);
    expect((await world.lacks({ 'nodes.id': one.id })).length).toBe(
      one.patch_lacking,
    );
    expect(await world.lacks({ 'nodes.id': other.id })).toEqual([]);
    await aws.control.resetCalls();
    await world.details.readNow(target(), [one.node_id], signal);
    expect(await describeCalls()).toBe(0);
  });

  it('begins with the newest reports, and ends where it is told', async () => {
    await list();
    expect(
      await world.details.readTarget(target(), 3, new AbortController().signal),
    ).toBe(3);
    const nodes = await knex('nodes')
      .whereIn('patch_bucket', ['critical', 'security', 'other'])
      .orderBy('patch_operation_at', 'desc');
    const read = new Set(
      (await world.reads()).map(({ node_id: nodeId }) => nodeId),
    );
    expect(read.size).toBe(3);
    const oldestRead = Math.min(
      ...nodes
        .filter(node => read.has(node.id))
        .map(node => Number(node.patch_operation_at)),
    );
    expect(oldestRead).toBeGreaterThanOrEqual(
      Number(nodes[3].patch_operation_at),
    );
  });
});
