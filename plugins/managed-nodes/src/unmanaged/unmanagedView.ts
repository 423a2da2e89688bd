import {
  toQueryString,
  unmanagedQuerySchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { UnmanagedFilter } from '@managed-nodes/plugin-managed-nodes-react';

/** What the list can be narrowed by, besides text. */
export const UNMANAGED_FACETS = [
  'reason',
  'account',
  'region',
  'owner',
] as const;

/** One of them. */
export type UnmanagedFacet = (typeof UNMANAGED_FACETS)[number];

/** Reads filters by the API's own names. What the API would refuse is left out. */
export function readFilter(params: URLSearchParams): UnmanagedFilter {
  const { q, reason, account, region, owner } = unmanagedQuerySchema.shape;
  const all = (key: UnmanagedFacet) =>
    params.has(key) ? params.getAll(key) : undefined;
  return {
    q: q.safeParse(params.get('q') ?? undefined).data,
    reason: reason.safeParse(all('reason')).data,
    account: account.safeParse(all('account')).data,
    region: region.safeParse(all('region')).data,
    owner: owner.safeParse(all('owner')).data,
  };
}

/** The address for a filter. */
export function writeFilter(filter: UnmanagedFilter): URLSearchParams {
  return new URLSearchParams(toQueryString(filter));
}

/** A filter with one more or one less value of a facet. */
export function toggled(
  filter: UnmanagedFilter,
  facet: UnmanagedFacet,
  value: string,
): UnmanagedFilter {
  const chosen: string[] = filter[facet] ?? [];
  const next = chosen.includes(value)
    ? chosen.filter(other => other !== value)
    : [...chosen, value];
  const params = new URLSearchParams(next.map(other => [facet, other]));
  return { ...filter, [facet]: readFilter(params)[facet] };
}
