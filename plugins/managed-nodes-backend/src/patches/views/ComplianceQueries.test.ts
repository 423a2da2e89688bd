import {
  PatchCompliance,
  patchComplianceSchema,
  patchDimensionSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  context,
  databases,
  openTestDatabase,
} from '../../__testUtils__/nodes';
import { Visibility } from '../../nodes/filters';
import {
  ageOf,
  filterCases,
  standing,
  VISIBILITIES,
} from '../__testUtils__/questions';
import { ModelNode, storeRandomFleet } from '../__testUtils__/randomFleet';
import { ComplianceQueries } from './ComplianceQueries';
import { FleetTotals } from './FleetTotals';

jest.setTimeout(120_000);

const NOW = Date.parse('2026-11-23T12:00:00Z');
const STALE = context.patchPolicy.staleAfterMs;
const POLICY = {
  days: { critical: 7, security: 14, other: 30 },
  staleAfterDays: 14,
  countFrom: 'reported' as const,
};
const ALL: Visibility = { all: true };
const CLOCK = { now: NOW, staleAfterMs: STALE };

function countWhere<T>(items: T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length;
}

/** Counts one by one. */
function recount(nodes: ModelNode[]) {
  const buckets = (
    ['never-reported', 'critical', 'security', 'other', 'compliant'] as const
  ).map(name => [name, countWhere(nodes, node => node.bucket === name)]);
  const standings = (
    [
      'never-reported',
      'overdue',
      'stale',
      'due',
      'excepted',
      'compliant',
    ] as const
  ).map(name => [
    name,
    countWhere(nodes, node => standing(node, NOW, STALE) === name),
  ]);
  const kept = countWhere(nodes, node =>
    ['compliant', 'excepted', 'due'].includes(standing(node, NOW, STALE)),
  );
  return {
    nodes: nodes.length,
    buckets: Object.fromEntries(buckets),
    standings: Object.fromEntries(standings),
    score: nodes.length ? kept / nodes.length : null,
  };
}

const VALUES: Record<string, (node: ModelNode) => string[]> = {
  owner: node => [node.owner],
  application: node => [node.system, node.component].flatMap(ref => ref ?? []),
  environment: node => [node.environment],
  platform: node => (node.platform ? [node.platform] : []),
  account: node => [node.account],
};

function recountBy(nodes: ModelNode[], dimension: string) {
  const values = (node: ModelNode) => {
    const told = VALUES[dimension](node);
    return told.length ? told : ['none'];
  };
  return Object.fromEntries(
    [...new Set(nodes.flatMap(values))].map(value => [
      value,
      recount(nodes.filter(node => values(node).includes(value))),
    ]),
  );
}

function expectRecount(answer: PatchCompliance, nodes: ModelNode[]) {
  expect(patchComplianceSchema.parse(answer)).toEqual(answer);
  expect(answer.total).toEqual(recount(nodes));
  expect(answer.reasons).toEqual({
    missing: countWhere(nodes, node => node.reasons.includes('missing')),
    failed: countWhere(nodes, node => node.reasons.includes('failed')),
    'pending-reboot': countWhere(nodes, node =>
      node.reasons.includes('pending-reboot'),
    ),
    rejected: countWhere(nodes, node => node.reasons.includes('rejected')),
  });
  expect(answer.ages).toEqual({
    '7d': countWhere(nodes, node => ageOf(node, NOW) === '7d'),
    '30d': countWhere(nodes, node => ageOf(node, NOW) === '30d'),
    older: countWhere(nodes, node => ageOf(node, NOW) === 'older'),
    never: countWhere(nodes, node => ageOf(node, NOW) === 'never'),
  });
  expect(answer.unread).toBe(
    countWhere(
      nodes,
      node => node.reasons.length > 0 && !node.excepted && node.dueAt === null,
    ),
  );
  const ahead = nodes.flatMap(({ dueAt }) =>
    dueAt !== null && dueAt > NOW ? dueAt : [],
  );
  expect(answer.nextDueAt).toBe(
    ahead.length ? new Date(Math.min(...ahead)).toISOString() : null,
  );
  for (const dimension of patchDimensionSchema.options) {
    const rows = answer.breakdowns[dimension]!;
    expect(
      Object.fromEntries(
        rows.map(({ value, label: _, ...counts }) => [value, counts]),
      ),
    ).toEqual(recountBy(nodes, dimension));
    const worst = rows.map(row => [row.standings.overdue, -(row.score ?? 1)]);
    expect(worst).toEqual(
      [...worst].sort((a, b) => b[0] - a[0] || b[1] - a[1]),
    );
  }
}

describe.each(databases.eachSupportedId())('ComplianceQueries on %s', id => {
  describe.each([1, 77])('for fleet %i', seed => {
    let knex: Knex;
    let fleet: ModelNode[];
    let queries: ComplianceQueries;

    beforeAll(async () => {
      knex = await openTestDatabase(id);
      fleet = await storeRandomFleet(knex, { seed, nodes: 60, now: NOW });
      queries = ComplianceQueries.create({ knex, context, policy: POLICY });
    });

    it.each(VISIBILITIES)('counts what is there for %s', async (...seen) => {
      expect.hasAssertions();
      const [, visibility, isSeen] = seen;
      for (const [, filter, holds] of filterCases(NOW, STALE)) {
        const answer = await queries.read(
          patchDimensionSchema.options,
          { ...filter, clock: CLOCK },
          visibility,
        );
        expectRecount(
          answer,
          fleet.filter(
            node => node.status !== 'left' && isSeen(node) && holds(node),
          ),
        );
      }
    });

    it('says the same of the whole fleet from totals', async () => {
      await FleetTotals.create({
        knex,
        policy: context.patchPolicy,
      }).recount(NOW);
      const shown = fleet.filter(node => node.status !== 'left');
      const read = (status?: ['online']) =>
        queries.read(
          patchDimensionSchema.options,
          { status, clock: CLOCK },
          ALL,
        );
      expectRecount(await read(), shown);
      expectRecount(
        await read(['online']),
        shown.filter(node => node.status === 'online'),
      );

      // That it does so from the totals shows when they are wrong.
      await knex('patch_counts').delete();
      expect((await read()).total.nodes).toBe(0);
      const later = { now: NOW + 3_600_000, staleAfterMs: STALE };
      const live = await queries.read([], { clock: later }, ALL);
      expect(live.total.nodes).toBe(shown.length);
    });
  });

  it('names accounts, gives the policy and tells how old the oldest listing is', async () => {
    const knex = await openTestDatabase(id);
    await storeRandomFleet(knex, { seed: 5, nodes: 20, now: NOW });
    await knex('sync_targets').insert(
      [
        ['111122223333', 'eu-central-1', NOW - 5_000],
        ['222233334444', 'us-east-1', NOW - 9_000],
        ['999999999999', 'us-east-1', NOW - 90_000],
      ].map(([account, region, last_success_at]) => ({
        account,
        region,
        last_success_at,
        state: 'ok',
        generation: 1,
        counts: '{}',
        warnings: '[]',
      })),
    );
    const queries = ComplianceQueries.create({ knex, context, policy: POLICY });
    const answer = await queries.read(['account'], { clock: CLOCK }, ALL);
    expect(answer.policy).toEqual(POLICY);
    expect(answer.asOf).toBe(new Date(NOW - 9_000).toISOString());
    expect(
      answer.breakdowns.account?.map(({ value, label }) => [value, label]),
    ).toEqual(
      expect.arrayContaining([
        ['111122223333', 'commerce-prod'],
        ['222233334444', undefined],
      ]),
    );
  });
});
