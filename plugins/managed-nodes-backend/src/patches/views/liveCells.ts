import { Knex } from 'knex';
import { isPostgres } from '../../nodes/database';
import {
  applyFilter,
  ResolvedFilter,
  StandingClock,
  Visibility,
} from '../../nodes/filters';
import { Cell, cellSql, detailSql, dueSql } from './cells';

/** Columns by which nodes are counted; `total` in all detail, `place` to know which listings they are from. */
export const DIMENSIONS = {
  total: [],
  owner: ['owner_ref'],
  application: ['system_ref', 'component_ref'],
  environment: ['environment'],
  platform: ['platform_name'],
  account: ['account'],
  place: ['account', 'region'],
} as const;

/** What nodes are counted by. */
export type Dimension = keyof typeof DIMENSIONS;

/** Nodes with the same values that stand alike. */
export interface CountedCell extends Cell {
  dimension: Dimension;
  value: string | null;
  value2: string | null;
  /** The next date that one of them is due by; milliseconds. */
  dueAt: number | null;
}

type Column = (typeof DIMENSIONS)[Dimension][number];

/** Memory for grouping in one pass. The planner expects more groups than there are, and would sort all nodes once for each set. */
const WORK_MEM = '64MB';

/** A row for each node that is counted, with the numbers that it is counted by. */
export function countedNodes(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  clock: StandingClock,
): Knex.QueryBuilder {
  const query = knex('nodes')
    .select(
      'nodes.owner_ref',
      'nodes.system_ref',
      'nodes.component_ref',
      'nodes.environment',
      'nodes.platform_name',
      'nodes.account',
      'nodes.region',
      'nodes.status',
    )
    .select(knex.raw('? AS cell', [cellSql(knex, clock)]))
    .select(knex.raw('? AS detail', [detailSql(knex, clock)]))
    .select(knex.raw('? AS due', [dueSql(knex, clock)]));
  applyFilter(knex, query, filter, visibility);
  // Those that left stay out also where the filter asks for them.
  return query.whereRaw("nodes.status <> 'left'");
}

/** The columns that a dimension is grouped by. */
export function groupedBy(dimension: Dimension): string[] {
  if (dimension === 'total') {
    return ['detail'];
  }
  return dimension === 'place'
    ? [...DIMENSIONS.place]
    : [...DIMENSIONS[dimension], 'cell'];
}

type Row = Partial<Record<Column, string | null>> & {
  cell?: number | null;
  detail?: number | null;
  mask: number | string;
  nodes: number | string;
  due: number | string | null;
};

function toCell(dimension: Dimension, row: Row): CountedCell {
  const [first, second]: readonly Column[] = DIMENSIONS[dimension];
  return {
    dimension,
    value: (first && row[first]) ?? null,
    value2: (second && row[second]) ?? null,
    cell: Number((dimension === 'total' ? row.detail : row.cell) ?? 0),
    nodes: Number(row.nodes),
    dueAt: row.due === null ? null : Number(row.due),
  };
}

async function inOnePass(
  knex: Knex,
  counted: Knex.QueryBuilder,
  dimensions: Dimension[],
): Promise<CountedCell[]> {
  const columns = [...new Set(dimensions.flatMap(groupedBy))];
  const names = columns.map(() => '??').join(', ');
  let rows: Row[] = [];
  await knex.transaction(async trx => {
    await trx.raw(`SET LOCAL work_mem = '${WORK_MEM}'`);
    const query = trx
      .select(columns)
      .select(trx.raw(`GROUPING(${names}) AS mask`, columns))
      .count({ nodes: '*' })
      .min({ due: 'due' })
      // Kept apart, or the expressions are computed again for each set.
      .from(trx.raw('(? OFFSET 0) AS counted', [counted]))
      .groupByRaw(
        `GROUPING SETS (${dimensions
          .map(
            name =>
              `(${groupedBy(name)
                .map(() => '??')
                .join(', ')})`,
          )
          .join(', ')})`,
        dimensions.flatMap(groupedBy),
      );
    rows = await query;
  });
  return dimensions.flatMap(dimension => {
    const set = groupedBy(dimension);
    // A bit for each column, the last one lowest, set where it is not grouped by.
    const mask = columns.reduce(
      (bits, name) => bits * 2 + (set.includes(name) ? 0 : 1),
      0,
    );
    return rows
      .filter(row => Number(row.mask) === mask)
      .map(row => toCell(dimension, row));
  });
}

async function overPicked(
  knex: Knex,
  counted: Knex.QueryBuilder,
  dimensions: Dimension[],
): Promise<CountedCell[]> {
  const columns = [...new Set(dimensions.flatMap(groupedBy))];
  // Wrapped, as knex puts a GROUP BY of the first behind the union.
  const [first, ...others] = dimensions.map((dimension, mask) => {
    const set = groupedBy(dimension);
    return knex.select('*').from(
      knex('counted')
        .select(
          columns.map(name =>
            set.includes(name)
              ? knex.ref(name)
              : knex.raw('NULL AS ??', [name]),
          ),
        )
        .select(knex.raw('? AS mask', [mask]))
        .count({ nodes: '*' })
        .min({ due: 'due' })
        .groupBy(set)
        .as('sets'),
    );
  });
  const rows: Row[] = await first
    .withMaterialized('counted', counted)
    .unionAll(others);
  return rows.map(row => toCell(dimensions[Number(row.mask)], row));
}

/** Counts nodes by each of some dimensions, looking at each node once. */
export async function readLiveCells(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  clock: StandingClock,
  dimensions: Dimension[],
): Promise<CountedCell[]> {
  const counted = countedNodes(knex, filter, visibility, clock);
  return isPostgres(knex)
    ? inOnePass(knex, counted, dimensions)
    : overPicked(knex, counted, dimensions);
}
