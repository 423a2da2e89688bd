import { FaultInput } from '@managed-nodes/aws-simulator';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { createSync, REGIONS, startAws } from '../__testUtils__/sync';
import { RunOutcome } from '../sync/TargetStore';
import { expectTruth, keyOf } from './__testUtils__/truth';

jest.setTimeout(120_000);

const ROLE = 'BackstageManagedNodesRead';
const LIST = 'DescribeInstanceProperties';
const [EU, US, AP] = REGIONS;
const [COMMERCE, STAGING, DATA, OPERATIONS, SHARED, SANDBOX] = [
  '111122223333',
  '222233334444',
  '333344445555',
  '444455556666',
  '555566667777',
  '666677778888',
];
const ACCOUNTS = [COMMERCE, STAGING, DATA, OPERATIONS, SHARED, SANDBOX];

interface Row {
  fault: string;
  /** Where it happens: each fault elsewhere, so that all are waited for at once. */
  targets: Array<{ account: string; region: string }>;
  faults?: FaultInput[];
  problem: object;
}

/** A first page that is not the last, for what happens to its token. */
const EMPTY_FIRST: FaultInput = {
  kind: 'empty-page',
  operation: LIST,
  count: 1,
};

const rows: Row[] = [
  {
    fault: 'throttling',
    targets: [{ account: COMMERCE, region: EU }],
    faults: [{ kind: 'throttle', operation: LIST }],
    problem: { code: expect.stringMatching(/Throttl/) },
  },
  {
    fault: 'answers that never come',
    targets: [{ account: COMMERCE, region: US }],
    faults: [{ kind: 'slow', operation: LIST, milliseconds: 15_000 }],
    problem: { message: 'AWS did not answer within 2.5 seconds' },
  },
  {
    fault: 'connections that are reset',
    targets: [{ account: STAGING, region: EU }],
    faults: [{ kind: 'reset', operation: LIST }],
    problem: {
      message: expect.stringMatching(/^(socket hang up|read ECONNRESET)$/),
    },
  },
  {
    fault: 'errors of the server',
    targets: [{ account: STAGING, region: US }],
    faults: [{ kind: 'server-error', operation: LIST }],
    problem: { code: 'InternalServerError' },
  },
  {
    fault: 'a token that leads in a circle',
    targets: [{ account: DATA, region: EU }],
    faults: [EMPTY_FIRST, { kind: 'looping-token', operation: LIST }],
    problem: { code: 'MalformedResponse' },
  },
  {
    fault: 'tokens that are always expired',
    targets: [{ account: DATA, region: US }],
    faults: [
      { ...EMPTY_FIRST, count: undefined },
      { kind: 'expired-token', operation: LIST },
    ],
    problem: { code: 'ExpiredToken' },
  },
  {
    fault: 'answers that are no answers',
    targets: [{ account: SANDBOX, region: EU }],
    faults: [{ kind: 'garbage', operation: LIST }],
    problem: {
      code: 'MalformedResponse',
      message: expect.stringContaining('AWS gave an answer that cannot be'),
    },
  },
  {
    fault: 'answers that are cut off',
    targets: [{ account: SANDBOX, region: US }],
    faults: [{ kind: 'truncated', operation: LIST }],
    problem: {
      code: 'MalformedResponse',
      message: expect.stringContaining('AWS gave an answer that cannot be'),
    },
  },
  {
    fault: 'access denied in one account',
    targets: [EU, US].map(region => ({ account: OPERATIONS, region })),
    problem: {
      code: 'AccessDeniedException',
      missingIamAction: `ssm:${LIST}`,
    },
  },
  {
    fault: 'the role of an account removed',
    targets: REGIONS.map(region => ({ account: SHARED, region })),
    problem: { missingIamAction: 'sts:AssumeRole' },
  },
  {
    fault: 'one Region down',
    targets: ACCOUNTS.filter(account => account !== SHARED).map(account => ({
      account,
      region: AP,
    })),
    faults: [{ kind: 'outage' }],
    problem: { code: expect.stringMatching(/Unavailable/) },
  },
];

describe.each(databases.eachSupportedId())('Lasting faults on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;
  let outcomes: Map<string, RunOutcome>;
  const before = new Map<string, object[]>();
  const gone: string[] = [];
  const come: string[] = [];

  const runAll = async () =>
    new Map(
      await Promise.all(
        setup.targets.map(
          async target => [keyOf(target), await setup.run(target)] as const,
        ),
      ),
    );
  const nodesOf = async (of: Row['targets'][number]) =>
    knex('nodes')
      .where(of)
      .orderBy('name')
      .select('name', 'identity_hash', 'state_hash', 'status', 'left_at');

  beforeAll(async () => {
    const { control } = (aws = await startAws({ nodes: 300 }));
    knex = await openTestDatabase(id);
    setup = createSync(knex, aws.credentials, {}, { patienceMs: 2_500 });
    await runAll();
    for (const { targets, faults = [] } of rows) {
      for (const target of targets) {
        before.set(keyOf(target), await nodesOf(target));
        // What happens meanwhile nobody can know.
        const { nodes } = await control.findNodes({ ...target, limit: 1 });
        gone.push(...(await control.terminate({ ids: [nodes[0].id] })));
        const [added] = await control.addNodes(target);
        come.push(added.id);
        for (const fault of faults) {
          await control.addFault({ ...fault, ...target });
        }
      }
    }
    await control.denyActions(OPERATIONS, ROLE, [`ssm:${LIST}`]);
    await control.removeRole(SHARED, ROLE);
    await control.expireSessions();
    // Retries wait for a random time: let it be a short one.
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.05);
    outcomes = await runAll();
    random.mockRestore();
  });
  afterAll(() => aws.stop());

  it.each(rows)(
    '$fault: says so, and keeps all nodes as they were',
    async ({ targets, problem }) => {
      for (const target of targets) {
        expect({
          target,
          outcome: outcomes.get(keyOf(target)),
        }).toMatchObject({
          target,
          outcome: { state: 'failed', complete: false, error: problem },
        });
        // A page that arrived may have shown new ones.
        expect(await nodesOf(target)).toEqual(
          expect.arrayContaining(before.get(keyOf(target))!),
        );
      }
    },
  );

  it('does not let them spread, and finds the truth once they are over', async () => {
    const { control } = aws;
    const stored = new Set(await knex('nodes').pluck('node_id'));
    await expectTruth(knex, control, {
      states: Object.fromEntries(
        rows.flatMap(({ targets }) =>
          targets.map(target => [keyOf(target), 'failed']),
        ),
      ),
      kept: gone,
      unseen: come.filter(node => !stored.has(node)),
    });
    await control.clearFaults();
    await control.setActions(OPERATIONS, ROLE);
    await control.setActions(SHARED, ROLE);
    await runAll();
    const outcome = await runAll();
    expect([...outcome.values()].map(({ state }) => state)).toEqual(
      setup.targets.map(() => 'ok'),
    );
    await expectTruth(knex, control);
  });
});
