import { parseEntityRef } from '@backstage/catalog-model';
import { humanizeEntityRef } from '@backstage/plugin-catalog-react';
import {
  UnmanagedInstance,
  unmanagedReasonSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  UNMANAGED_REASON_WORDS,
  UnmanagedFilter,
  useFacets,
} from '@managed-nodes/plugin-managed-nodes-react';
import { useMemo } from 'react';
import { FacetOption } from '../shared/CheckOption';
import { UNMANAGED_FACETS, UnmanagedFacet } from './unmanagedView';

const TITLES: Record<UnmanagedFacet, string> = {
  reason: 'Reason',
  account: 'Account',
  region: 'Region',
  owner: 'Owner',
};

function ownerName(ref: string): string {
  try {
    const { kind } = parseEntityRef(ref);
    return humanizeEntityRef(parseEntityRef(ref), { defaultKind: kind });
  } catch {
    return ref;
  }
}

type Menu = {
  facet: UnmanagedFacet;
  label: string;
  options: FacetOption[];
};

/**
 * What the list can be narrowed to: what the fleet's nodes have, and what the
 * instances listed so far have, as the API does not count them.
 */
export function useUnmanagedOptions(
  filter: UnmanagedFilter,
  items: UnmanagedInstance[],
) {
  const facets = useFacets({}, ['account', 'region', 'owner']).data?.facets;

  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { value, label } of facets?.account ?? []) {
      if (label) {
        names.set(value, label);
      }
    }
    for (const { account, accountName } of items) {
      if (accountName) {
        names.set(account, accountName);
      }
    }
    const labelOf = (facet: UnmanagedFacet, value: string) => {
      switch (facet) {
        case 'reason': {
          const reason = unmanagedReasonSchema.safeParse(value).data;
          return reason ? UNMANAGED_REASON_WORDS[reason] : value;
        }
        case 'account':
          return names.get(value) ?? value;
        case 'owner':
          return ownerName(value);
        default:
          return value;
      }
    };
    const menu = (
      facet: 'account' | 'region' | 'owner',
      listed: string[],
    ): Menu => {
      const chosen = filter[facet] ?? [];
      const known = (facets?.[facet] ?? []).map(({ value }) => value);
      const options = [...new Set([...known, ...listed, ...chosen])]
        .filter(value => value !== 'none')
        .map(value => ({
          value,
          label: labelOf(facet, value),
          entityRef: facet === 'owner' ? value : undefined,
          chosen: chosen.includes(value),
        }))
        .sort((a, b) => a.label.localeCompare(b.label));
      return { facet, label: TITLES[facet], options };
    };

    return {
      menus: [
        menu(
          'account',
          items.map(item => item.account),
        ),
        menu(
          'region',
          items.map(item => item.region),
        ),
        menu(
          'owner',
          items.map(item => item.ownerRef),
        ),
      ],
      conditions: UNMANAGED_FACETS.flatMap(facet =>
        (filter[facet] ?? []).map(value => ({
          key: `${facet}=${value}`,
          label: `${TITLES[facet]}: ${labelOf(facet, value)}`,
          facet,
          value,
        })),
      ),
    };
  }, [facets, filter, items]);
}
