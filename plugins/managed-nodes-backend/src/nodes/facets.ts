import { FacetName, Facets } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { ResolvedFilter, Visibility } from './filters';
import { countGroups, Group, GroupColumn } from './groups';

/** A node counts for its System and for its Component. */
const COLUMNS: Record<FacetName, GroupColumn[]> = {
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
  monitoring: ['monitoring'],
  alarm: ['alarm'],
};

/**
 * What is counted together: columns that have few combinations, in the order
 * of the index that has them.
 */
const TOGETHER: GroupColumn[][] = [
  [
    'status',
    'resource_type',
    'environment',
    'patch_bucket',
    'platform_name',
    'platform_version',
    'monitoring',
    'alarm',
  ],
  ['account', 'region'],
  ['owner_ref'],
  ['system_ref'],
  ['component_ref'],
];

/** Values of one facet that are returned at the most. */
const MAX_VALUES = 500;

type Counts = Facets['facets'];

function setsFor(names: FacetName[]): GroupColumn[][] {
  const wanted = new Set(names.flatMap(name => COLUMNS[name]));
  return TOGETHER.map(set => set.filter(column => wanted.has(column))).filter(
    set => set.length,
  );
}

function collect(name: FacetName, groups: Group[]): Counts[FacetName] {
  const counts = new Map<string, number>();
  for (const group of groups) {
    for (const column of COLUMNS[name]) {
      const value = group[column];
      if (value !== null && value !== undefined) {
        const key = String(value);
        counts.set(key, (counts.get(key) ?? 0) + group.count);
      }
    }
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_VALUES);
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
  const counts = await Promise.all(
    [
      ...own.map(name => ({
        names: [name],
        filter: { ...filter, [name]: undefined },
      })),
      { names: shared, filter },
    ].map(async part => {
      const groups = (
        await countGroups(knex, part.filter, visibility, setsFor(part.names))
      ).flat();
      return part.names.map(name => [name, collect(name, groups)] as const);
    }),
  );
  return Object.fromEntries(counts.flat());
}
