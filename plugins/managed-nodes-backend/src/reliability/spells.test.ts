import { FaultInput } from '@managed-nodes/aws-simulator';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { createSync, REGIONS, startAws } from '../__testUtils__/sync';
import { RunOutcome } from '../sync/TargetStore';
import { expectTruth, keyOf } from './__testUtils__/truth';

jest.setTimeout(120_000);

const LIST = 'DescribeInstanceProperties';
const TAGS = 'GetResources';
const HOUR = 3_600_000;

/** Shorter than in a portal, and longer than a busy machine takes to answer. */
const PATIENCE_MS = 5_000;

interface Row {
  fault: string;
  account: string;
  faults: Array<FaultInput>;
}

/** Fewer than a request has attempts, however they fall. */
const FEW = 7;

const rows: Row[] = [
  {
    fault: 'throttling and errors of the server',
    account: '111122223333',
    faults: [
      { kind: 'throttle', count: FEW },
      { kind: 'server-error', count: FEW, after: 10 },
    ],
  },
  {
    fault: 'slow answers, some too slow',
    account: '222233334444',
    faults: [
      { kind: 'slow', count: 3, milliseconds: 400, service: 'tagging' },
      { kind: 'slow', count: 2, milliseconds: 15_000, operation: LIST },
    ],
  },
  {
    fault: 'connections that are reset, answers that are cut off',
    account: '333344445555',
    faults: [
      { kind: 'reset', count: 4 },
      { kind: 'truncated', count: 2, operation: LIST },
      { kind: 'truncated', count: 1, operation: TAGS },
    ],
  },
  {
    fault: 'short and empty pages',
    account: '444455556666',
    faults: [
      { kind: 'empty-page', count: 20 },
      { kind: 'short-page', count: 15 },
    ],
  },
  {
    fault: 'a token that expires on the way',
    account: '555566667777',
    faults: REGIONS.flatMap(region =>
      [LIST, TAGS].flatMap(operation => [
        { kind: 'empty-page' as const, count: 2, operation, region },
        { kind: 'expired-token' as const, count: 1, operation, region },
      ]),
    ),
  },
  {
    fault: 'clocks that differ by hours',
    account: '666677778888',
    faults: [
      { kind: 'clock-skew', service: 'ssm', milliseconds: 3 * HOUR },
      { kind: 'clock-skew', service: 'tagging', milliseconds: -2 * HOUR },
      { kind: 'clock-skew', service: 'ec2', milliseconds: -HOUR },
    ],
  },
];

describe.each(databases.eachSupportedId())('Passing faults on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;

  const runAll = async () =>
    new Map(
      await Promise.all(
        setup.targets.map(
          async target => [keyOf(target), await setup.run(target)] as const,
        ),
      ),
    );

  beforeAll(async () => {
    aws = await startAws({ nodes: 300 });
  });
  afterAll(() => aws.stop());

  describe('during a first sync', () => {
    let outcomes: Map<string, RunOutcome>;
    let failed: Map<string, number>;

    beforeAll(async () => {
      const { control } = aws;
      await control.reset({ nodes: 300, seed: 7 });
      knex = await openTestDatabase(id);
      setup = createSync(
        knex,
        aws.credentials,
        {},
        { patienceMs: PATIENCE_MS },
      );
      for (const { account, faults } of rows) {
        for (const fault of faults) {
          await control.addFault({ ...fault, account });
        }
      }
      outcomes = await runAll();
      failed = new Map();
      for (const call of await control.calls()) {
        failed.set(
          call.account,
          (failed.get(call.account) ?? 0) + call.failed + call.throttled,
        );
      }
    });

    it.each(rows)('$fault: all is found', async ({ account, faults }) => {
      for (const region of REGIONS) {
        expect({
          region,
          outcome: outcomes.get(`${account}/${region}`),
        }).toMatchObject({
          region,
          outcome: { state: 'ok', complete: true, error: null, warnings: [] },
        });
      }
      // They did happen.
      const left = (await aws.control.listFaults()).filter(
        fault => fault.account === account && fault.count !== undefined,
      );
      expect(left).toEqual([]);
      const visible = faults.some(({ kind }) =>
        /throttle|server|reset|truncated|expired|skew/.test(kind),
      );
      expect((failed.get(account) ?? 0) > 0).toBe(visible);
    });

    it('has the truth at once, and nothing new to say about it later', async () => {
      await expectTruth(knex, aws.control);
      const revision = () => knex('revision_counter').first();
      const before = await revision();
      await aws.control.clearFaults();
      await runAll();
      await expectTruth(knex, aws.control);
      expect(await revision()).toEqual(before);
    });
  });

  describe('otherwise', () => {
    beforeEach(async () => {
      await aws.control.reset({ nodes: 200, seed: 7 });
      knex = await openTestDatabase(id);
      setup = createSync(
        knex,
        aws.credentials,
        {},
        { patienceMs: PATIENCE_MS },
      );
    });

    it('gets through a storm of throttling of the whole fleet', async () => {
      await aws.control.setRateLimits([
        { service: 'ssm', rate: 2, burst: 1 },
        { service: 'tagging', rate: 2, burst: 1 },
        { service: 'ec2', rate: 2, burst: 1 },
      ]);
      // Not those for credentials, which the SDK asks for three times only.
      for (const service of ['ssm', 'tagging', 'ec2'] as const) {
        await aws.control.addFault({
          kind: 'throttle',
          service,
          probability: 0.3,
        });
      }
      const outcomes = [...(await runAll()).values()];
      expect(
        outcomes.reduce((sum, { counts }) => sum + counts.throttles, 0),
      ).toBeGreaterThan(18);
      await expectTruth(knex, aws.control);
    });

    it('renews credentials that are revoked on the way', async () => {
      const assumed = async () =>
        (await aws.control.calls())
          .filter(({ operation }) => operation === 'AssumeRole')
          .reduce((sum, { calls }) => sum + calls, 0);
      await runAll();
      expect(await assumed()).toBe(6);
      await aws.control.addFault({
        kind: 'slow',
        operation: LIST,
        milliseconds: 300,
      });
      const running = runAll();
      await new Promise(resolve => setTimeout(resolve, 100));
      await aws.control.expireSessions();
      await running;
      await expectTruth(knex, aws.control);
      // Once per account, not once per request that was refused.
      expect(await assumed()).toBe(12);
    });

    it('does not wait for ever for credentials', async () => {
      await aws.control.addFault({
        kind: 'slow',
        service: 'sts',
        milliseconds: 15_000,
      });
      const target = setup.target('111122223333', 'eu-central-1');
      expect(await setup.run(target)).toMatchObject({
        state: 'failed',
        error: {
          code: 'TimeoutError',
          message: expect.stringContaining('sts:AssumeRole'),
        },
      });
      await aws.control.clearFaults();
      await runAll();
      await expectTruth(knex, aws.control);
    });
  });
});
