import { FacetName, Facets } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { applyFilter, ResolvedFilter, Visibility } from './filters';

/** A node counts for its System and for its Component. */
const COLUMNS: Record<FacetName, string[]> = {
  owner: ['owner_ref'],
  application: ['system_ref', 'component_ref'],
  environment: ['environment'],
  platform: ['platform_name'],
  platformVersion: ['platform_version'],
  account: ['account'],
  region: ['region'],
  status: ['status'],
  patchBucket: ['patch_bucket'],
  resourceType: ['resource_type'],
};

/** Values of one facet that are returned at the most. */
const MAX_VALUES = 500;

type Counts = Facets['facets'];
type CountRow = { facet: FacetName; value: string; count: number | string };

function isNarrow(filter: ResolvedFilter, visibility: Visibility): boolean {
  return (
    !('all' in visibility) ||
    Object.values(filter).some(value => value !== undefined)
  );
}

function collect(rows: CountRow[], names: FacetName[]): Counts {
  const counts: Counts = Object.fromEntries(names.map(name => [name, []]));
  for (const { facet, value, count } of rows) {
    counts[facet]!.push({ value, count: Number(count) });
  }
  for (const values of Object.values(counts)) {
    values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    values.splice(MAX_VALUES);
  }
  return counts;
}

/** Counts one column of `source`, which is `nodes` or has its columns. */
function countColumn(
  query: Knex.QueryBuilder,
  knex: Knex,
  facet: FacetName,
  column: string,
): Knex.QueryBuilder {
  return query
    .select(
      knex.raw('? AS facet', [facet]),
      knex.raw('?? AS value', [column]),
      knex.raw('COUNT(*) AS count'),
    )
    .whereNotNull(column)
    .groupBy(column);
}

/** All facets over one and the same set of nodes, which is picked out once. */
async function countTogether(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  names: FacetName[],
): Promise<CountRow[]> {
  const columns = names.flatMap(name =>
    COLUMNS[name].map(column => ({ name, column })),
  );
  const picked = knex('nodes').select(columns.map(({ column }) => column));
  applyFilter(knex, picked, filter, visibility);
  // Wrapped, as knex puts a GROUP BY of the first behind the union.
  const [first, ...others] = columns.map(({ name, column }) =>
    knex
      .select('*')
      .from(countColumn(knex('picked'), knex, name, column).as('counted')),
  );
  return first.withMaterialized('picked', picked).unionAll(others);
}

/** One facet on its own, from the index of its column where nothing narrows it. */
async function countAlone(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  name: FacetName,
): Promise<CountRow[]> {
  const rows = await Promise.all(
    COLUMNS[name].map(async column => {
      const query = knex('nodes');
      applyFilter(knex, query, filter, visibility);
      const counted: CountRow[] = await countColumn(query, knex, name, column);
      return counted;
    }),
  );
  return rows.flat();
}

/** Counts nodes by value, each facet under all filters but its own. */
export async function readFacets(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  names: FacetName[],
): Promise<Counts> {
  const own = names.filter(name => filter[name] !== undefined);
  const shared = names.filter(name => filter[name] === undefined);
  const rows = await Promise.all([
    ...own.map(name =>
      countAlone(knex, { ...filter, [name]: undefined }, visibility, name),
    ),
    ...(shared.length && isNarrow(filter, visibility)
      ? [countTogether(knex, filter, visibility, shared)]
      : shared.map(name => countAlone(knex, filter, visibility, name))),
  ]);
  return collect(rows.flat(), names);
}
