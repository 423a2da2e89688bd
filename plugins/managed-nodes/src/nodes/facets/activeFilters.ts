import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import {
  FACET_GROUPS,
  PATCH_CONDITIONS,
  toggled,
  valueLabel,
} from './facetGroups';

/** One active condition, and the change that lifts it. */
export interface ActiveFilter {
  key: string;
  label: string;
  lift: Partial<NodeFilter>;
}

/** The active conditions of a filter, in words. The search text has its own field. */
export function activeFilters(
  filter: NodeFilter,
  accountNames: ReadonlyMap<string, string>,
  patchNames?: ReadonlyMap<string, string>,
): ActiveFilter[] {
  const listed = [...FACET_GROUPS, ...PATCH_CONDITIONS].flatMap(
    ({ name, title }) =>
      (filter[name] ?? []).map(value => ({
        key: `${name}=${value}`,
        label: `${title}: ${valueLabel(name, value, accountNames, patchNames)}`,
        lift: toggled(filter, name, value),
      })),
  );
  const byTag = (filter.tag ?? []).map(tag => {
    const rest = filter.tag?.filter(other => other !== tag);
    return {
      key: `tag=${tag}`,
      label: `Tag: ${tag}`,
      lift: { tag: rest?.length ? rest : undefined },
    };
  });
  const flags: ActiveFilter[] = [];
  if (filter.unclaimed !== undefined) {
    flags.push({
      key: 'unclaimed',
      label: filter.unclaimed ? 'Unclaimed' : 'Claimed',
      lift: { unclaimed: undefined },
    });
  }
  if (filter.agentOutdated !== undefined) {
    flags.push({
      key: 'agentOutdated',
      label: filter.agentOutdated ? 'Agent out of date' : 'Agent up to date',
      lift: { agentOutdated: undefined },
    });
  }
  if (filter.relatedTo) {
    flags.push({
      key: 'relatedTo',
      label: `Belongs to: ${valueLabel('relatedTo', filter.relatedTo)}`,
      lift: { relatedTo: undefined },
    });
  }
  return [...flags, ...listed, ...byTag];
}
