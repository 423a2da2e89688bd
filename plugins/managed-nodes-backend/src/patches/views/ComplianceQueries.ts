import {
  PatchBreakdownRow,
  PatchCompliance,
  PatchDimension,
  PatchPolicy,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  NO_VALUE,
  ResolvedFilter,
  StandingClock,
  Visibility,
} from '../../nodes/filters';
import { oldestListing } from '../../nodes/overview';
import { PresentationContext } from '../../nodes/present';
import { Cell, countsOf, detailsOf } from './cells';
import { hasFleetTotals, isFleetWide } from './FleetTotals';
import { CountedCell, Dimension, readLiveCells } from './liveCells';

/** Rows of a breakdown that are returned at the most. */
const MAX_ROWS = 200;

/**
 * The values a node counts for: its System and its Component alike, as the
 * filter of applications finds it by either.
 */
function valuesOf({ value, value2 }: CountedCell): string[] {
  const values = [value, value2].flatMap(text => text ?? []);
  return values.length ? values : [NO_VALUE];
}

function worstFirst(a: PatchBreakdownRow, b: PatchBreakdownRow): number {
  return (
    b.standings.overdue - a.standings.overdue ||
    (a.score ?? 1) - (b.score ?? 1) ||
    b.nodes - a.nodes ||
    (a.value < b.value ? -1 : 1)
  );
}

type TotalsRow = Omit<CountedCell, 'nodes' | 'dueAt'> & {
  nodes: number | string;
  due: number | string | null;
};

/** Reads how nodes stand with the patch policy, always within what the caller may see. */
export class ComplianceQueries {
  readonly #knex: Knex;
  readonly #context: PresentationContext;
  readonly #policy: PatchPolicy;

  static create(options: {
    knex: Knex;
    context: PresentationContext;
    policy: PatchPolicy;
  }): ComplianceQueries {
    return new ComplianceQueries(options.knex, options.context, options.policy);
  }

  private constructor(
    knex: Knex,
    context: PresentationContext,
    policy: PatchPolicy,
  ) {
    this.#knex = knex;
    this.#context = context;
    this.#policy = policy;
  }

  /**
   * Compliance under a filter, which has to have a clock. Nodes that left are
   * not counted, whatever status the filter asks for.
   *
   * @param by - what to break it down by
   * @param maxRows - rows of each breakdown
   */
  async read(
    by: PatchDimension[],
    filter: ResolvedFilter & { clock: StandingClock },
    visibility: Visibility,
    maxRows: number = MAX_ROWS,
  ): Promise<PatchCompliance> {
    const dimensions: Dimension[] = [
      ...new Set<Dimension>(['total', 'place', ...by]),
    ];
    const cells = await this.#cells(dimensions, filter, visibility);
    const cellsOf = (dimension: Dimension) =>
      cells.filter(cell => cell.dimension === dimension);
    const total = cellsOf('total');
    const due = total.flatMap(cell => cell.dueAt ?? []);
    return {
      total: countsOf(total),
      ...detailsOf(total),
      nextDueAt: due.length ? new Date(Math.min(...due)).toISOString() : null,
      breakdowns: Object.fromEntries(
        by.map(dimension => [
          dimension,
          this.#breakdown(dimension, cellsOf(dimension)).slice(0, maxRows),
        ]),
      ),
      policy: {
        days: this.#policy.days,
        staleAfterDays: this.#policy.staleAfterDays,
        countFrom: this.#policy.countFrom,
      },
      asOf: await oldestListing(
        this.#knex,
        cellsOf('place').map(({ value, value2, nodes }) => ({
          account: value,
          region: value2,
          count: nodes,
        })),
      ),
    };
  }

  async #cells(
    dimensions: Dimension[],
    filter: ResolvedFilter & { clock: StandingClock },
    visibility: Visibility,
  ): Promise<CountedCell[]> {
    if (
      isFleetWide(filter, visibility, ['status']) &&
      (await hasFleetTotals(this.#knex, filter.clock))
    ) {
      return this.#totals(dimensions, filter);
    }
    return readLiveCells(
      this.#knex,
      filter,
      visibility,
      filter.clock,
      dimensions,
    );
  }

  async #totals(
    dimensions: Dimension[],
    { status }: ResolvedFilter,
  ): Promise<CountedCell[]> {
    const columns = ['dimension', 'value', 'value2', 'cell'];
    const query: Knex.QueryBuilder = this.#knex('patch_counts')
      .whereIn('dimension', dimensions)
      .select(columns)
      .sum({ nodes: 'nodes' })
      .min({ due: 'due_at' })
      .groupBy(columns);
    if (status?.length) {
      query.whereIn('status', status);
    }
    const rows: TotalsRow[] = await query;
    return rows.map(({ due, ...row }) => ({
      ...row,
      nodes: Number(row.nodes),
      dueAt: due === null ? null : Number(due),
    }));
  }

  #breakdown(
    dimension: PatchDimension,
    cells: CountedCell[],
  ): PatchBreakdownRow[] {
    const byValue = new Map<string, Cell[]>();
    for (const cell of cells) {
      for (const value of valuesOf(cell)) {
        const known = byValue.get(value);
        if (known) {
          known.push(cell);
        } else {
          byValue.set(value, [cell]);
        }
      }
    }
    return [...byValue]
      .map(([value, own]) => {
        const label =
          dimension === 'account'
            ? this.#context.accountNames.get(value)
            : undefined;
        return { ...countsOf(own), value, ...(label && { label }) };
      })
      .sort(worstFirst);
  }
}
