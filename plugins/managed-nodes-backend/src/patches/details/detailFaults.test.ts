import { Knex } from 'knex';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD, startAws } from '../../__testUtils__/sync';
import { NodeRow } from '../../nodes/rows';
import {
  Aws,
  createPatchWorld,
  namesOf,
  PatchWorld,
  truthOf,
} from '../__testUtils__/patchWorld';

jest.setTimeout(60_000);

const REGION = 'eu-central-1';
const OTHER = 'us-east-1';
const ROLE = 'BackstageManagedNodesRead';
const OPERATION = 'DescribeInstancePatches';
const DAY = 86_400_000;
const MINUTE = 60_000;

const NONCOMPLIANT = ['critical', 'security', 'other'];

describe.each(databases.eachSupportedId())('reading patches on %s', id => {
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
    await world.setup.run(world.setup.target(PROD, REGION));
    await world.setup.run(world.setup.target(PROD, OTHER));
  });

  const here = (region = REGION): Promise<NodeRow[]> =>
    knex('nodes')
      .where({ account: PROD, region })
      .whereIn('patch_bucket', NONCOMPLIANT)
      .orderBy('id');

  const problems = async (region = REGION) =>
    (await world.reads({ region })).filter(({ problem }) => problem !== null);

  /** How many have reported since they were read; who is lost has not. */
  const unread = async (region: string) => {
    const reads = await world.reads({ region });
    return (await here(region)).filter(
      node =>
        !reads.some(
          read =>
            read.node_id === node.id &&
            Number(read.operation_at) === Number(node.patch_operation_at),
        ),
    ).length;
  };

  /** Lets the time pass after which what failed is tried again. */
  const wait = () => knex('node_patch_reads').update({ retry_at: 0 });

  const calls = async () =>
    (await aws.control.calls())
      .filter(({ operation }) => operation === OPERATION)
      .reduce((sum, call) => sum + call.calls, 0);

  const expectTruth = async (region = REGION) => {
    for (const node of await here(region)) {
      const own = await world.lacks({ 'nodes.id': node.id });
      expect([node.name, namesOf(own)]).toEqual([
        node.name,
        await truthOf(aws.control.patches, node.node_id),
      ]);
    }
    expect(await problems(region)).toEqual([]);
  };

  /** Has all machines report anew, and lists them. */
  const report = async () => {
    await aws.control.advance(2 * DAY);
    await world.setup.run(world.setup.target(PROD, REGION));
    await world.setup.run(world.setup.target(PROD, OTHER));
  };

  it('asks a target that denies it once and again later, and reads all others', async () => {
    await world.readAll();
    const before = await world.lacks({ region: REGION });
    await report();
    await aws.control.addFault({
      kind: 'access-denied',
      operation: OPERATION,
      region: REGION,
    });
    const startedAt = Date.now();
    const others = await unread(OTHER);
    expect(await world.readAll()).toBe(others);
    const denied = await problems();
    expect(denied.length).toBeGreaterThan(5);
    expect(denied).toHaveLength(await unread(REGION));
    for (const { problem, failures, retry_at: retryAt } of denied) {
      expect(problem).toContain('(ssm:DescribeInstancePatches)');
      expect(failures).toBe(1);
      expect(Number(retryAt) - startedAt).toBeGreaterThanOrEqual(MINUTE);
      expect(Number(retryAt) - startedAt).toBeLessThan(2 * MINUTE);
    }
    // What was known of nodes that still lack something is still there.
    const still = new Set((await here()).map(({ name }) => name));
    expect(
      (await world.lacks({ region: REGION })).filter(({ name }) =>
        still.has(name),
      ),
    ).toEqual(before.filter(({ name }) => still.has(name)));
    await expectTruth(OTHER);

    // Left alone for a while, then longer.
    await aws.control.resetCalls();
    expect(await world.readAll()).toBe(0);
    expect(await calls()).toBe(0);
    await wait();
    expect(await world.readAll()).toBe(0);
    expect(await calls()).toBeLessThanOrEqual(4);
    for (const { failures, retry_at: retryAt } of await problems()) {
      expect(failures).toBe(2);
      expect(Number(retryAt)).toBeGreaterThan(startedAt + 2 * MINUTE);
    }

    await aws.control.clearFaults();
    await wait();
    expect(await world.readAll()).toBe(denied.length);
    await expectTruth();
  });

  it('waits an hour at the most', async () => {
    await aws.control.denyActions(PROD, ROLE, ['ssm:DescribeInstancePatches']);
    await world.readAll();
    await knex('node_patch_reads').update({ failures: 50, retry_at: 0 });
    const startedAt = Date.now();
    await world.readAll();
    for (const { retry_at: retryAt } of await problems()) {
      expect(Number(retryAt) - startedAt).toBeGreaterThan(59 * MINUTE);
      expect(Number(retryAt) - startedAt).toBeLessThan(61 * MINUTE);
    }
  });

  it('tells of an account that cannot be entered, and reads all others', async () => {
    await aws.control.removeRole('222233334444', ROLE);
    await knex('nodes')
      .where({ region: REGION })
      .update({ account: '222233334444' });
    expect(await world.readAll()).toBe((await here(OTHER)).length);
    const stuck = await problems();
    expect(stuck.length).toBeGreaterThan(0);
    for (const { problem } of stuck) {
      expect(problem).toContain('AssumeRole');
    }
    // Nor does config say how to enter this one.
    await knex('nodes')
      .where({ region: REGION })
      .update({ account: '123412341234' });
    await wait();
    await world.readAll();
    expect((await problems())[0].problem).toContain('123412341234');
  });

  it('copes with being throttled', async () => {
    await aws.control.addFault({
      kind: 'throttle',
      operation: OPERATION,
      probability: 0.2,
    });
    for (let turn = 0; turn < 5; turn += 1) {
      await world.readAll();
      await wait();
    }
    await expectTruth();
    expect(await unread(REGION)).toBe(0);
  });

  it('does not ask about others when AWS throttles all there is', async () => {
    await aws.control.setRateLimits([
      { rate: 0.001, burst: 1, operation: OPERATION, region: REGION },
    ]);
    world = createPatchWorld(knex, aws, { turnMs: 1_500 });
    const startedAt = Date.now();
    await world.readAll();
    expect(Date.now() - startedAt).toBeLessThan(20_000);
    await expectTruth(OTHER);
    const read = await world.reads({ region: REGION });
    expect(read.filter(({ problem }) => problem === null).length).toBe(1);
  });

  it('keeps what is known of a node that AWS knows no more', async () => {
    await world.readAll();
    const [node] = await here();
    await report();
    const [stays] = (await here()).filter(({ id: known }) => known === node.id);
    const before = await world.lacks({ 'nodes.id': node.id });
    await aws.control.terminate({ ids: [node.node_id] });
    await world.readAll();
    expect(await world.lacks({ 'nodes.id': node.id })).toEqual(before);
    expect((await world.reads({ 'nodes.id': node.id }))[0].problem).toContain(
      `its report counts ${stays.patch_lacking}`,
    );
    // Of all others everything was read.
    expect(await problems()).toHaveLength(1);
    await expectTruth(OTHER);
  });

  it.each(['reset', 'server-error', 'outage', 'garbage', 'truncated'] as const)(
    'survives %s',
    async kind => {
      await aws.control.addFault({ kind, operation: OPERATION, count: 4 });
      for (let turn = 0; turn < 4; turn += 1) {
        await world.readAll();
        await wait();
      }
      await expectTruth();
      expect(await unread(REGION)).toBe(0);
    },
  );

  it('gives up a target that hangs, for others to have their turn', async () => {
    world = createPatchWorld(knex, aws, { turnMs: 3_000 });
    await aws.control.addFault({
      kind: 'slow',
      operation: OPERATION,
      region: REGION,
      milliseconds: 20_000,
    });
    const startedAt = Date.now();
    await world.readAll();
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    await expectTruth(OTHER);
    for (const { problem } of await problems()) {
      expect(problem).toBe('AWS did not answer within 3 seconds');
    }
    expect(await problems()).toHaveLength((await here()).length);
    await aws.control.clearFaults();
  });

  it('ends when the backend does, with what was read and no blame', async () => {
    const stopping = new AbortController();
    await aws.control.addFault({
      kind: 'slow',
      operation: OPERATION,
      after: 3,
      milliseconds: 20_000,
    });
    const startedAt = Date.now();
    setTimeout(() => stopping.abort(), 3_000);
    const read = await world.details.readTarget(
      world.setup.target(PROD, REGION),
      1_000,
      stopping.signal,
    );
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    expect(read).toBe(3);
    const reads = await world.reads();
    expect(reads).toHaveLength(3);
    expect(await problems()).toEqual([]);
    await aws.control.clearFaults();
    await world.readAll();
    await expectTruth();
  });

  it('does the same when two do it at once', async () => {
    const other = createPatchWorld(knex, aws);
    await Promise.all([world.readAll(), other.readAll()]);
    await expectTruth();
    const once = await world.lacks();
    await Promise.all([other.readAll(), world.readAll()]);
    expect(await world.lacks()).toEqual(once);
  });
});
