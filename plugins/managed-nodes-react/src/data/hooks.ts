import {
  FacetName,
  Facets,
  ManagedNode,
  NodeFilter,
  NodeListRequest,
  NodeOverview,
  NodePage,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  keepPreviousData,
  useQuery,
  UseQueryResult,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { useBackend } from './useBackend';

const OVERVIEW_REFRESH_MS = 60_000;

/**
 * One page of nodes. While another page or filter loads, the data of the one
 * before stays, with `isPlaceholderData` set.
 *
 * @param options - `enabled: false` asks nothing
 * @public
 */
export function useNodes(
  request: NodeListRequest,
  options: { enabled?: boolean } = {},
): UseQueryResult<NodePage> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['nodes', request],
      queryFn: ({ signal }) => api.listNodes(request, { signal }),
      placeholderData: keepPreviousData,
      enabled: options.enabled ?? true,
    },
    client,
  );
}

/**
 * Returns a function that loads a page of nodes ahead of its use, for when a
 * pointer rests on the control that leads there.
 *
 * @public
 */
export function usePrefetchNodes(): (request: NodeListRequest) => void {
  const { api, client } = useBackend();
  return useCallback(
    request => {
      client.prefetchQuery({
        queryKey: ['nodes', request],
        queryFn: ({ signal }) => api.listNodes(request, { signal }),
      });
    },
    [api, client],
  );
}

/**
 * One node by its name. The data is null when there is none the user may see.
 *
 * @public
 */
export function useNode(name: string): UseQueryResult<ManagedNode | null> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['node', name],
      queryFn: async ({ signal }) =>
        (await api.getNode(name, { signal })) ?? null,
      refetchInterval: OVERVIEW_REFRESH_MS,
    },
    client,
  );
}

/**
 * Counts by value for the given facets.
 *
 * @public
 */
export function useFacets(
  filter: NodeFilter,
  facet: FacetName[],
): UseQueryResult<Facets> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['facets', filter, facet],
      queryFn: ({ signal }) => api.getFacets({ ...filter, facet }, { signal }),
      placeholderData: keepPreviousData,
    },
    client,
  );
}

/**
 * Headline counts under a filter, renewed every minute.
 *
 * @public
 */
export function useOverview(filter: NodeFilter): UseQueryResult<NodeOverview> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['overview', filter],
      queryFn: ({ signal }) => api.getOverview(filter, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: OVERVIEW_REFRESH_MS,
    },
    client,
  );
}
