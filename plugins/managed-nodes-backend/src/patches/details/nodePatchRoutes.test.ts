import { nodePatchesSchema } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  context,
  databases,
  openTestDatabase,
} from '../../__testUtils__/nodes';
import { PROD, startAws } from '../../__testUtils__/sync';
import { NodeQueries } from '../../nodes/NodeQueries';
import { NodeRow } from '../../nodes/rows';
import { OMAR, PRIYA, RITA, serveRoutes } from '../__testUtils__/callers';
import { Aws, createPatchWorld, PatchWorld } from '../__testUtils__/patchWorld';
import { addNodePatchRoutes } from './nodePatchRoutes';

jest.setTimeout(60_000);

const REGION = 'eu-central-1';
const OPERATION = 'DescribeInstancePatches';

describe.each(databases.eachSupportedId())('patches of a node on %s', id => {
  let aws: Aws;
  let knex: Knex;
  let world: PatchWorld;
  let node: NodeRow;
  let served: ReturnType<typeof serveRoutes>;

  beforeAll(async () => {
    aws = await startAws({ nodes: 100 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    await aws.control.reset({ nodes: 100, seed: 7 });
    knex = await openTestDatabase(id);
    world = createPatchWorld(knex, aws);
    await world.setup.run(world.setup.target(PROD, REGION));
    await world.readAll();
    node = await knex('nodes').where('patch_bucket', 'critical').first();
    served = serveRoutes((router, shared) =>
      addNodePatchRoutes(router, {
        ...shared,
        queries: NodeQueries.create({ knex, context }),
        knex,
        clients: world.setup.clients,
        patienceMs: 700,
      }),
    );
  });

  const read = async (who = OMAR, name = node.name) => {
    const { body } = await served.get(who, `/nodes/${name}/patches`);
    return nodePatchesSchema.parse(body);
  };

  const lacking = (answer: Awaited<ReturnType<typeof read>>) =>
    answer.items
      .filter(({ firstReportedAt }) => firstReportedAt !== null)
      .map(({ kbId, title, state, dueAt }) => [kbId, title, state, dueAt])
      .sort();

  it('reads them from AWS, all of them, worst first, with what the store knows', async () => {
    const answer = await read();
    expect(answer).toMatchObject({ from: 'live', problem: null, readAt: null });
    const { report } = await aws.control.patches.ofNode(node.node_id);
    const stored = await world.lacks({ 'nodes.id': node.id });
    expect(lacking(answer)).toEqual(
      stored
        .map(lack => [
          lack.kb_id,
          lack.title,
          lack.state,
          new Date(lack.due_at!).toISOString(),
        ])
        .sort(),
    );
    const { installed, installedOther } = report!.counts;
    const inPlace = answer.items.filter(({ state }) =>
      /^INSTALLED(_OTHER)?$/.test(state),
    );
    expect(inPlace).toHaveLength(installed + installedOther);
    expect(inPlace.some(({ installedAt }) => installedAt !== null)).toBe(true);
    for (const patch of inPlace) {
      expect(patch).toMatchObject({ dueAt: null, exceptionId: null });
    }
    // What lacks comes before what is in place, what failed before all.
    const states = answer.items.map(({ state }) => state);
    expect([...states.slice(0, stored.length)].sort()).toEqual(
      stored.map(({ state }) => state).sort(),
    );
    const failed = stored.filter(({ state }) => state === 'FAILED').length;
    expect(states.slice(0, failed)).toEqual(Array(failed).fill('FAILED'));
  });

  it.each([
    ['denies', { kind: 'access-denied' }, 'not authorized'],
    ['hangs', { kind: 'slow', milliseconds: 5_000 }, 'within 0.7 seconds'],
    ['throttles', { kind: 'throttle' }, /.+/],
    ['is out', { kind: 'outage' }, /.+/],
  ] as const)('shows what is stored when AWS %s', async (_, fault, problem) => {
    const live = await read();
    await aws.control.addFault({ ...fault, operation: OPERATION });
    const startedAt = Date.now();
    const answer = await read();
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    expect(answer.from).toBe('stored');
    expect(answer.problem).toMatch(problem);
    expect(Date.parse(answer.readAt!)).toBeLessThanOrEqual(startedAt);
    expect(lacking(answer)).toEqual(lacking(live));
    expect(answer.items).toHaveLength(lacking(live).length);
    await aws.control.clearFaults();
  });

  it('does not even ask about a node that left', async () => {
    await knex('nodes')
      .where({ id: node.id })
      .update({ status: 'left', left_at: 1 });
    await aws.control.resetCalls();
    const answer = await read();
    expect(answer).toMatchObject({ from: 'stored', problem: null });
    expect(answer.items.length).toBeGreaterThan(0);
    const calls = await aws.control.calls();
    expect(calls.filter(({ operation }) => operation === OPERATION)).toEqual(
      [],
    );
  });

  it('does not call due what is in place by now', async () => {
    await aws.control.updateNode(node.node_id, { patchProfile: 'compliant' });
    const answer = await read();
    expect(answer.from).toBe('live');
    expect(answer.items.length).toBeGreaterThan(0);
    expect(lacking(answer)).toEqual([]);
    for (const { dueAt } of answer.items) {
      expect(dueAt).toBeNull();
    }
  });

  it('shows nobody the node of another owner, and has that on record', async () => {
    const own = await served.get(RITA, `/nodes/${node.name}/patches`);
    expect(own.status).toBe(200);
    await aws.control.resetCalls();
    for (const name of [node.name, 'i-none']) {
      const answer = await served.get(PRIYA, `/nodes/${name}/patches`);
      expect(answer.status).toBe(404);
      expect(served.record.fail.mock.lastCall![0].error.name).toBe(
        'NotFoundError',
      );
      expect(served.auditor.createEvent.mock.lastCall![0]).toMatchObject({
        eventId: 'node-patches-fetch',
        meta: { name },
      });
    }
    expect(await aws.control.calls()).toEqual([]);
    const hostile = await served.get(OMAR, '/nodes/mi-%00/patches');
    expect(hostile.status).toBe(404);
  });
});
