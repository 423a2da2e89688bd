import {
  FleetReport,
  fleetReportSchema,
  ReportRow,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { context, databases, openTestDatabase } from '../__testUtils__/nodes';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { Account } from '../accounts/types';
import { NodeQueries } from '../nodes/NodeQueries';
import { standing } from '../patches/__testUtils__/questions';
import {
  ACCOUNTS,
  ModelNode,
  storeRandomFleet,
} from '../patches/__testUtils__/randomFleet';
import { SnapshotWriter } from '../patches/snapshots/SnapshotWriter';
import { TrendQueries } from '../patches/snapshots/TrendQueries';
import { ComplianceQueries } from '../patches/views/ComplianceQueries';
import { FleetReports } from './FleetReports';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const THEN = NOW - 31 * DAY;
const STALE = context.patchPolicy.staleAfterMs;

const account = (id: string, units: string[]): Account => ({
  id,
  name: id,
  tags: {},
  units,
  regions: [],
  source: 'ssm',
  roleName: undefined,
  externalId: undefined,
  allowedOwners: undefined,
});

/** The same figures, counted by hand. */
function recount(nodes: ModelNode[], now: number) {
  const standings = nodes.map(node => standing(node, now, STALE));
  const kept = standings.filter(each =>
    ['compliant', 'excepted', 'due'].includes(each),
  ).length;
  return {
    nodes: nodes.length,
    score: nodes.length ? kept / nodes.length : null,
    overdue: standings.filter(each => each === 'overdue').length,
  };
}

/** What values a node counts for. */
const VALUES: Record<string, (node: ModelNode) => string[]> = {
  environment: node => [node.environment],
  owner: node => [node.owner],
  application: ({ system, component }) => {
    const refs = [system, component].flatMap(ref => ref ?? []);
    return refs.length ? refs : ['none'];
  },
  unit: node => [node.account === ACCOUNTS[0] ? 'Workloads / Prod' : 'none'],
};

describe.each(databases.eachSupportedId())('the report on %s', id => {
  let knex: Knex;
  let before: ModelNode[];
  let now: ModelNode[];
  const snapshots = () =>
    SnapshotWriter.create({
      knex,
      policy: context.patchPolicy,
      retentionMs: 400 * DAY,
    });
  const read = (accounts: Account[] = []): Promise<FleetReport> =>
    FleetReports.create({
      knex,
      queries: NodeQueries.create({ knex, context }),
      compliance: ComplianceQueries.create({
        knex,
        context,
        policy: {
          days: { critical: 7, security: 14, other: 30 },
          staleAfterDays: 14,
          countFrom: 'reported',
        },
      }),
      trend: TrendQueries.create({ knex }),
      accounts: AccountDirectory.create(accounts),
      policy: context.patchPolicy,
    }).read(NOW);

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    const fleet = await storeRandomFleet(knex, {
      seed: 9,
      nodes: 120,
      now: NOW,
    });
    before = fleet.filter(({ status }) => status !== 'left');
  });

  /** A month goes by, in which the machines in one Region left. */
  const aMonthLater = async () => {
    await snapshots().write(THEN);
    const { region } = before[0];
    await knex('nodes').where({ region }).update({ status: 'left' });
    now = before.filter(node => node.region !== region);
    await snapshots().write(NOW);
  };

  const STATES = ['monitored', 'unmonitored', 'silent', 'unknown'];
  const stateOf = ({ nodeId }: ModelNode) =>
    STATES[[...nodeId].reduce((sum, c) => sum + c.charCodeAt(0), 0) % 4];
  const watchSome = async () => {
    for (const node of now) {
      await knex('nodes')
        .where({ node_id: node.nodeId })
        .update({
          monitoring: stateOf(node),
          alarm: stateOf(node) === 'monitored' ? 'alarm' : 'none',
        });
    }
  };
  const watchedOf = (nodes: ModelNode[]) => {
    const looked = nodes.filter(node => stateOf(node) !== 'unknown');
    return looked.length
      ? looked.filter(node => stateOf(node) === 'monitored').length /
          looked.length
      : null;
  };

  it('says what a recount does, of now and of a month ago', async () => {
    await aMonthLater();
    await watchSome();
    const report = await read([
      account(ACCOUNTS[0], ['Workloads', 'Prod']),
      account(ACCOUNTS[1], []),
    ]);
    expect(fleetReportSchema.parse(report)).toEqual(report);
    const expected = (is: (node: ModelNode) => boolean) => {
      const [then, today] = [
        recount(before.filter(is), THEN),
        recount(now.filter(is), NOW),
      ];
      return {
        ...today,
        nodesBefore: then.nodes,
        scoreBefore: then.score,
        overdueBefore: then.overdue,
        watched: watchedOf(now.filter(is)),
      };
    };
    expect(report.comparedTo).toBe('2026-10-23');
    expect(report.total).toEqual(expected(() => true));
    expect(report.online).toBe(
      now.filter(({ status }) => status === 'online').length,
    );
    expect(report.alarming).toBe(
      now.filter(node => stateOf(node) === 'monitored').length,
    );
    for (const [dimension, valuesOf] of Object.entries(VALUES)) {
      const rows =
        report.breakdowns[dimension as keyof FleetReport['breakdowns']]!;
      const values = [...new Set(now.flatMap(valuesOf))].sort();
      expect(rows.map(({ value }) => value).sort()).toEqual(values);
      for (const row of rows) {
        expect(row).toEqual({
          value: row.value,
          ...expected(node => valuesOf(node).includes(row.value)),
        });
      }
      const overdue = rows.map((row: ReportRow) => row.overdue);
      expect(overdue).toEqual([...overdue].sort((a, b) => b - a));
    }
    expect(report.trend.map(({ day }) => day)).toEqual([
      '2026-10-23',
      '2026-11-23',
    ]);
  });

  it('names owners of what is overdue longest, and no node at all', async () => {
    await aMonthLater();
    const report = await read();
    const overdue = now.filter(
      node => standing(node, NOW, STALE) === 'overdue',
    );
    const oldest = new Map<string, { dueAt: number; overdue: number }>();
    for (const { owner, dueAt } of overdue) {
      const known = oldest.get(owner) ?? { dueAt: Infinity, overdue: 0 };
      oldest.set(owner, {
        dueAt: Math.min(known.dueAt, dueAt ?? Infinity),
        overdue: known.overdue + 1,
      });
    }
    expect(oldest.size).toBeGreaterThan(1);
    expect(report.oldest).toEqual(
      [...oldest]
        .sort(([, a], [, b]) => a.dueAt - b.dueAt)
        .map(([owner, { dueAt, overdue: count }]) => ({
          owner,
          dueAt: new Date(dueAt).toISOString(),
          overdue: count,
        })),
    );
    const text = JSON.stringify(report);
    for (const { nodeId, title } of before) {
      expect(text).not.toContain(nodeId);
      expect(text).not.toContain(JSON.stringify(title));
    }
  });

  it('compares with the first day there is, and with nothing on that day', async () => {
    await snapshots().write(NOW);
    const first = await read();
    expect(first).toMatchObject({
      comparedTo: null,
      total: { nodes: before.length, nodesBefore: null, overdueBefore: null },
    });
    expect(first.breakdowns.unit).toBeUndefined();
    await snapshots().write(NOW - 3 * DAY);
    expect(await read()).toMatchObject({
      comparedTo: '2026-11-20',
      total: { nodesBefore: before.length },
    });
  });

  it('counts runs of the last days, but for those that nobody approved', async () => {
    const run = (index: number, part: object) => ({
      id: `run-${index}`,
      kind: 'runbook',
      action: 'run',
      transport: 'command',
      document: 'D',
      parameters: '{}',
      started_by: 'user:default/priya',
      idempotency_key: `key-${index}`,
      digest: 'd',
      max_concurrency: '1',
      max_errors: '0',
      skipped: '{}',
      sent_as: 'person',
      state: 'succeeded',
      started_at: NOW - DAY,
      ...part,
    });
    await knex('command_operations').insert(
      [
        {},
        {},
        { state: 'failed' },
        { state: 'cancelled' },
        { state: 'running' },
        { state: 'cancelled', sent_as: null },
        { started_at: NOW - 45 * DAY },
        { started_at: NOW - 61 * DAY },
      ].map((part, index) => run(index, part)),
    );
    expect((await read()).runs).toEqual({
      now: { started: 5, succeeded: 2, failed: 1, cancelled: 1 },
      before: { started: 1, succeeded: 1, failed: 0, cancelled: 0 },
    });
  });

  it('says that there is nothing', async () => {
    await knex('nodes').update({ status: 'left' });
    expect(await read()).toMatchObject({
      total: { nodes: 0, score: null, overdue: 0 },
      breakdowns: { owner: [], environment: [], application: [] },
      oldest: [],
      trend: [],
    });
  });
});
