import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { NODE_SOURCE_WORDS } from '@managed-nodes/plugin-managed-nodes-react';
import { FacetOption } from '../../shared/CheckOption';
import { filterTargets, VALUES } from './selectTargets';
import { FilterKey, FILTER_KEYS, TargetFilter } from './syncView';
import { ShownState } from './targetStates';

/** Each state in a word or two. */
export const SHOWN_STATE_WORDS: Record<ShownState, string> = {
  failed: 'Failing',
  held: 'Removal held',
  partial: 'Partly read',
  stale: 'Behind',
  running: 'Running',
  waiting: 'Waiting',
  never: 'Not listed yet',
  ok: 'Up to date',
};

const FACET_WORDS: Record<FilterKey, string> = {
  state: 'State',
  account: 'Account',
  unit: 'Organizational unit',
  region: 'Region',
  source: 'Source',
};

/** How many targets each value of a facet would leave, under all other conditions. */
export function countValues(
  targets: TargetHealth[],
  filter: TargetFilter,
  key: FilterKey,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const target of filterTargets(targets, filter, key)) {
    for (const value of VALUES[key](target)) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

/** The names of accounts by id. */
export function accountNamesOf(
  targets: TargetHealth[],
): ReadonlyMap<string, string> {
  return new Map(
    targets.flatMap(({ account, accountName }) =>
      accountName ? [[account, accountName]] : [],
    ),
  );
}

function labelOf(
  key: FilterKey,
  value: string,
  names: ReadonlyMap<string, string>,
): string {
  switch (key) {
    case 'account':
      return names.get(value) ?? value;
    case 'source':
      return new Map(Object.entries(NODE_SOURCE_WORDS)).get(value) ?? value;
    case 'state':
      return new Map(Object.entries(SHOWN_STATE_WORDS)).get(value) ?? value;
    default:
      return value;
  }
}

/** The values of a facet to choose from, by name. Those chosen stay, to be unchosen. */
export function targetOptions(
  targets: TargetHealth[],
  filter: TargetFilter,
  key: FilterKey,
): FacetOption[] {
  const names = accountNamesOf(targets);
  const counts = countValues(targets, filter, key);
  const chosen: string[] = filter[key];
  return [...new Set([...counts.keys(), ...chosen])]
    .map(value => ({
      value,
      label: labelOf(key, value, names),
      count: counts.get(value) ?? 0,
      chosen: chosen.includes(value),
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** The active conditions in words. The text has its own field. */
export function activeConditions(
  targets: TargetHealth[],
  filter: TargetFilter,
): Array<{ key: string; label: string; facet: FilterKey; value: string }> {
  const names = accountNamesOf(targets);
  return FILTER_KEYS.flatMap(facet =>
    filter[facet].map(value => ({
      key: `${facet}=${value}`,
      label: `${FACET_WORDS[facet]}: ${labelOf(facet, value, names)}`,
      facet,
      value,
    })),
  );
}
