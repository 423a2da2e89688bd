import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  NodeCriteria,
  parseTag,
  whereCriteria,
  wherePredicate,
} from './predicates';
import {
  StandingPolicy,
  whereAge,
  whereReason,
  whereStanding,
} from './standing';

/** In a filter and in a facet: the nodes that have no value for the field. */
export const NO_VALUE = 'none';

/** A filter whose `relatedTo` has been looked up. */
export type ResolvedFilter = Omit<NodeFilter, 'relatedTo'> & {
  related?: NodeCriteria;
  /** Needed where standings or ages of patch reports are asked for. */
  clock?: StandingClock;
};

/** By what time and policy standings and ages are told. */
export type StandingClock = StandingPolicy & { now: number };

/** What a caller may see: all of it, or what meets the criteria. */
export type Visibility = { all: true } | { criteria: NodeCriteria };

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, match => `\\${match}`);
}

/** Narrows to rows with one of the values, where any are given. */
export function whereAny(
  query: Knex.QueryBuilder,
  column: string,
  values: string[] | undefined,
) {
  if (!values?.length) {
    return;
  }
  const present = values.filter(value => value !== NO_VALUE);
  query.where(inner => {
    if (present.length) {
      inner.whereIn(column, present);
    }
    if (present.length < values.length) {
      inner.orWhereNull(column);
    }
  });
}

/** Narrows to rows in which every word occurs. */
export function whereText(query: Knex.QueryBuilder, text: string | undefined) {
  // Unseen characters never get into the text that is searched.
  for (const word of (text ?? '').toLowerCase().split(/\s+/u)) {
    if (word) {
      query.whereRaw("nodes.search_text LIKE ? ESCAPE '\\'", [
        `%${escapeLike(word)}%`,
      ]);
    }
  }
}

function wherePatches(
  knex: Knex,
  query: Knex.QueryBuilder,
  filter: ResolvedFilter,
): void {
  whereReason(query, filter.patchReason);
  if (filter.patchStanding?.length || filter.patchAge?.length) {
    if (!filter.clock) {
      throw new Error('Standings and ages are not told without a clock');
    }
    const { now } = filter.clock;
    whereStanding(knex, query, filter.patchStanding, filter.clock, now);
    whereAge(knex, query, filter.patchAge, now);
  }
  if (filter.patch?.length) {
    query.whereIn('nodes.id', lacking =>
      lacking
        .from('node_patches')
        .join('patches', 'patches.id', 'node_patches.patch_id')
        .whereIn('patches.digest', filter.patch!)
        .select('node_patches.node_id'),
    );
  }
  if (filter.patchName?.length) {
    const names = filter.patchName;
    query.whereIn('nodes.id', lacking =>
      lacking
        .from('node_patches')
        .join('patches', 'patches.id', 'node_patches.patch_id')
        .where(named => {
          named.whereIn('patches.kb_id', names);
          for (const name of names) {
            // CVEs are kept as a JSON list of text without quotes in it.
            named.orWhereRaw("patches.cves LIKE ? ESCAPE '\\'", [
              `%"${escapeLike(name)}"%`,
            ]);
          }
        })
        .select('node_patches.node_id'),
    );
  }
}

/** Narrows a query over `nodes` to what the caller may see and asked for. */
export function applyFilter(
  knex: Knex,
  query: Knex.QueryBuilder,
  filter: ResolvedFilter,
  visibility: Visibility,
): void {
  if (!('all' in visibility)) {
    whereCriteria(knex, query, visibility.criteria);
  }
  if (filter.related) {
    whereCriteria(knex, query, filter.related);
  }
  if (filter.status?.length) {
    query.whereIn('nodes.status', filter.status);
  }
  if (!filter.status?.includes('left')) {
    // To the letter what the partial indexes say, or they are of no use.
    query.whereRaw("nodes.status <> 'left'");
  }
  whereText(query, filter.q);
  whereAny(query, 'nodes.name', filter.name);
  whereAny(query, 'nodes.owner_ref', filter.owner);
  whereAny(query, 'nodes.environment', filter.environment);
  whereAny(query, 'nodes.platform_name', filter.platform);
  whereAny(query, 'nodes.platform_version', filter.platformVersion);
  whereAny(query, 'nodes.account', filter.account);
  whereAny(query, 'nodes.region', filter.region);
  whereAny(query, 'nodes.patch_bucket', filter.patchBucket);
  whereAny(query, 'nodes.resource_type', filter.resourceType);
  whereAny(query, 'nodes.monitoring', filter.monitoring);
  // A state called none is a value like the others.
  if (filter.alarm?.length) {
    query.whereIn('nodes.alarm', filter.alarm);
  }
  wherePatches(knex, query, filter);
  if (filter.application?.length) {
    const refs = filter.application;
    query.where(inner => {
      wherePredicate(knex, inner, { field: 'application', in: refs });
      if (refs.includes(NO_VALUE)) {
        inner.orWhere(none =>
          none.whereNull('nodes.system_ref').whereNull('nodes.component_ref'),
        );
      }
    });
  }
  for (const tag of filter.tag ?? []) {
    wherePredicate(knex, query, parseTag(tag));
  }
  if (filter.unclaimed !== undefined) {
    query.where('nodes.claimed', !filter.unclaimed);
  }
  if (filter.agentOutdated !== undefined) {
    query.where('nodes.agent_outdated', filter.agentOutdated);
  }
}
