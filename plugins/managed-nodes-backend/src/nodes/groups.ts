import { Knex } from 'knex';
import { isPostgres } from './database';
import { applyFilter, ResolvedFilter, Visibility } from './filters';

/** A column of `nodes` that is counted by. */
export type GroupColumn =
  | 'status'
  | 'resource_type'
  | 'environment'
  | 'patch_bucket'
  | 'platform_name'
  | 'platform_version'
  | 'claimed'
  | 'agent_outdated'
  | 'monitoring'
  | 'alarm'
  | 'account'
  | 'region'
  | 'owner_ref'
  | 'system_ref'
  | 'component_ref';

/** Nodes with the same values in the columns they were grouped by. */
export type Group = Partial<
  Record<GroupColumn, string | number | boolean | null>
> & { count: number };

type CountedRow = Omit<Group, 'count'> & {
  mask?: number;
  count: number | string;
};

/** Whether anything is left out of the count. */
function isNarrow(filter: ResolvedFilter, visibility: Visibility): boolean {
  return (
    !('all' in visibility) ||
    Object.values(filter).some(value => value !== undefined)
  );
}

function toGroups(rows: CountedRow[]): Group[] {
  return rows.map(({ mask: _, count, ...values }) => ({
    ...values,
    count: Number(count),
  }));
}

/** Each on its own, from the index that is in its order. */
async function countApart(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  sets: GroupColumn[][],
): Promise<Group[][]> {
  return Promise.all(
    sets.map(async columns => {
      const query = knex('nodes');
      applyFilter(knex, query, filter, visibility);
      const rows: CountedRow[] = await query
        .select(columns)
        .count({ count: '*' })
        .groupBy(columns);
      return toGroups(rows);
    }),
  );
}

/** All in one pass over the nodes, as only PostgreSQL can. */
async function countInOnePass(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  sets: GroupColumn[][],
): Promise<Group[][]> {
  const columns = [...new Set(sets.flat())];
  const names = columns.map(() => '??').join(', ');
  const query = knex('nodes');
  applyFilter(knex, query, filter, visibility);
  const rows: CountedRow[] = await query
    .select(columns)
    .select(knex.raw(`GROUPING(${names}) AS mask`, columns))
    .count({ count: '*' })
    .groupByRaw(
      `GROUPING SETS (${sets
        .map(set => `(${set.map(() => '??').join(', ')})`)
        .join(', ')})`,
      sets.flat(),
    );
  // A bit for each column, the last one lowest, that is set where the row is
  // not grouped by it.
  const maskOf = (set: GroupColumn[]) =>
    columns.reduce((mask, name) => mask * 2 + (set.includes(name) ? 0 : 1), 0);
  return sets.map(set => {
    const mask = maskOf(set);
    return toGroups(rows.filter(row => row.mask === mask));
  });
}

/** All over the same nodes, which are picked out once. */
async function countPicked(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  sets: GroupColumn[][],
): Promise<Group[][]> {
  const columns = [...new Set(sets.flat())];
  const picked = knex('nodes').select(columns);
  applyFilter(knex, picked, filter, visibility);
  // Wrapped, as knex puts a GROUP BY of the first behind the union.
  const [first, ...others] = sets.map((set, index) =>
    knex.select('*').from(
      knex('picked')
        .select(
          columns.map(name =>
            set.includes(name)
              ? knex.ref(name)
              : knex.raw('NULL AS ??', [name]),
          ),
        )
        .select(knex.raw('? AS mask', [index]))
        .count({ count: '*' })
        .groupBy(set)
        .as('counted'),
    ),
  );
  const rows: CountedRow[] = await first
    .withMaterialized('picked', picked)
    .unionAll(others);
  return sets.map((_, index) =>
    toGroups(rows.filter(row => Number(row.mask) === index)),
  );
}

/**
 * Counts the nodes of a filter that the caller may see, once for each set of
 * columns, grouped by the values in them. No nodes are loaded: as many rows
 * come back as there are combinations.
 */
export async function countGroups(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  sets: GroupColumn[][],
): Promise<Group[][]> {
  if (sets.length < 2 || !isNarrow(filter, visibility)) {
    return countApart(knex, filter, visibility, sets);
  }
  return isPostgres(knex)
    ? countInOnePass(knex, filter, visibility, sets)
    : countPicked(knex, filter, visibility, sets);
}
