import {
  FleetReport,
  PatchCounts,
  ReportDimension,
  ReportFigures,
  ReportRow,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { OperationCounts } from '../commands/OperationCounts';
import { NO_VALUE, Visibility } from '../nodes/filters';
import { NodeQueries } from '../nodes/NodeQueries';
import { StandingPolicy, whereStanding } from '../nodes/standing';
import { PastDay } from '../patches/snapshots/PastDay';
import { dayOf } from '../patches/snapshots/SnapshotWriter';
import { TrendQueries } from '../patches/snapshots/TrendQueries';
import { ComplianceQueries } from '../patches/views/ComplianceQueries';
import { byUnit } from './units';
import { readWatched } from './watched';

const DAY = 86_400_000;

/** What figures are compared with, in days before. */
const COMPARED_DAYS = 30;

const TREND_DAYS = 90;

const MAX_ROWS = 200;

/** Owners whose patches are overdue longest. */
const OLDEST = 10;

/** Whoever may see the report sees figures of everything, and no node. */
const ALL: Visibility = { all: true };

/** By values, as the filter of the same name takes them. */
type Past = Map<string, PatchCounts>;

function named(counts: Map<string | null, PatchCounts>): Past {
  return new Map([...counts].map(([value, some]) => [value ?? NO_VALUE, some]));
}

interface FleetReportsOptions {
  knex: Knex;
  queries: NodeQueries;
  compliance: ComplianceQueries;
  trend: TrendQueries;
  accounts: AccountDirectory;
  policy: StandingPolicy;
}

function figures(
  now: PatchCounts | undefined,
  before: PatchCounts | undefined,
  compared: boolean,
  watched: number | null,
): ReportFigures {
  // What was not there then counts as none; that nobody counted is another thing.
  const none = compared ? 0 : null;
  return {
    nodes: now?.nodes ?? 0,
    nodesBefore: before?.nodes ?? none,
    score: now?.score ?? null,
    scoreBefore: before?.score ?? null,
    overdue: now?.standings.overdue ?? 0,
    overdueBefore: before?.standings.overdue ?? none,
    watched,
  };
}

function worstFirst(a: ReportRow, b: ReportRow): number {
  return (
    b.overdue - a.overdue ||
    (a.score ?? 1) - (b.score ?? 1) ||
    b.nodes - a.nodes ||
    (a.value < b.value ? -1 : 1)
  );
}

/** Puts together how the whole fleet is run. Who may see it is decided before. */
export class FleetReports {
  readonly #options: FleetReportsOptions;
  readonly #past: PastDay;
  readonly #operations: OperationCounts;

  static create(options: FleetReportsOptions): FleetReports {
    return new FleetReports(options);
  }

  private constructor(options: FleetReportsOptions) {
    this.#options = options;
    this.#past = PastDay.create(options);
    this.#operations = OperationCounts.create(options);
  }

  /** The report of this moment, in milliseconds since the epoch. */
  async read(now: number): Promise<FleetReport> {
    const { knex, queries, compliance, trend, accounts, policy } =
      this.#options;
    const clock = { ...policy, now };
    const comparedTo = await this.#past.nearest(
      dayOf(now - COMPARED_DAYS * DAY),
      dayOf(now),
    );
    const [
      overview,
      watched,
      standing,
      days,
      before,
      oldest,
      runs,
      runsBefore,
    ] = await Promise.all([
      queries.overview({ clock }, ALL),
      readWatched(knex, {}, ALL, accounts),
      compliance.read(
        ['environment', 'owner', 'application', 'account'],
        { clock },
        ALL,
        Infinity,
      ),
      trend.read(TREND_DAYS, { clock }, ALL),
      this.#before(comparedTo),
      this.#oldest(now),
      this.#operations.between(now - COMPARED_DAYS * DAY, now),
      this.#operations.between(
        now - 2 * COMPARED_DAYS * DAY,
        now - COMPARED_DAYS * DAY,
      ),
    ]);
    const { environment, owner, application, account } = standing.breakdowns;
    const rowsOf = (
      some: Array<PatchCounts & { value: string }> = [],
      past: Past | undefined,
      by: ReportDimension,
    ): ReportRow[] =>
      some
        .map(row => ({
          value: row.value,
          ...figures(
            row,
            past?.get(row.value),
            past !== undefined,
            watched.by[by].get(row.value) ?? null,
          ),
        }))
        .sort(worstFirst)
        .slice(0, MAX_ROWS);
    const units = byUnit(account ?? [], accounts);
    const unitsBefore =
      before &&
      byUnit(
        [...before.account].map(([value, counts]) => ({ ...counts, value })),
        accounts,
      );
    return {
      total: figures(
        standing.total,
        before?.total,
        before !== undefined,
        watched.total,
      ),
      online: overview.online,
      unclaimed: overview.unclaimed,
      alarming: overview.alarming,
      neverReported: standing.total.standings['never-reported'],
      breakdowns: {
        environment: rowsOf(environment, before?.environment, 'environment'),
        owner: rowsOf(owner, before?.owner, 'owner'),
        application: rowsOf(application, before?.application, 'application'),
        ...(units && {
          unit: rowsOf(
            units,
            unitsBefore && new Map(unitsBefore.map(each => [each.value, each])),
            'unit',
          ),
        }),
      },
      oldest,
      trend: days.days.map(({ day, nodes, score, standings }) => ({
        day,
        nodes,
        score,
        overdue: standings.overdue,
      })),
      runs: { now: runs, before: runsBefore },
      comparedTo,
      policy: standing.policy,
      asOf: standing.asOf,
    };
  }

  async #before(day: string | null) {
    if (day === null) {
      return undefined;
    }
    const [total, environment, owner, application, account] = await Promise.all(
      [
        this.#past.total(day),
        this.#past.by(day, 'platform', 'environment'),
        this.#past.by(day, 'owner', 'owner_ref'),
        this.#past.byApplication(day),
        this.#past.by(day, 'place', 'account'),
      ],
    );
    return {
      total,
      environment: named(environment),
      owner: named(owner),
      application: named(application),
      account: named(account),
    };
  }

  async #oldest(now: number): Promise<FleetReport['oldest']> {
    const { knex, policy } = this.#options;
    const query = knex('nodes')
      .whereNot('nodes.status', 'left')
      .groupBy('nodes.owner_ref')
      .select([
        'nodes.owner_ref AS owner',
        knex.raw('MIN(nodes.patch_due_at) AS ??', ['dueAt']),
        knex.raw('COUNT(*) AS overdue'),
      ])
      .orderBy([{ column: 'dueAt' }, { column: 'owner' }])
      .limit(OLDEST);
    whereStanding(knex, query, ['overdue'], policy, now);
    const rows: Array<{
      owner: string;
      dueAt: number | string;
      overdue: number | string;
    }> = await query;
    return rows.map(({ owner, dueAt, overdue }) => ({
      owner,
      dueAt: new Date(Number(dueAt)).toISOString(),
      overdue: Number(overdue),
    }));
  }
}
