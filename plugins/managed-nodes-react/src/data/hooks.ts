import { useApi } from '@backstage/core-plugin-api';
import {
  FacetName,
  Facets,
  ManagedNode,
  NodeFilter,
  NodeListRequest,
  NodeOverview,
  NodePage,
  SyncHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  keepPreviousData,
  useMutation,
  UseMutationResult,
  useQuery,
  UseQueryResult,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { managedNodesApiRef } from './managedNodesApiRef';
import { queryClientOf } from './queryClient';

const OVERVIEW_REFRESH_MS = 60_000;
const SYNC_REFRESH_MS = 15_000;
const SYNC_RUNNING_REFRESH_MS = 2_000;

function useBackend() {
  const api = useApi(managedNodesApiRef);
  return { api, client: queryClientOf(api) };
}

/**
 * One page of nodes. While another page or filter loads, the data of the one
 * before stays, with `isPlaceholderData` set.
 *
 * @public
 */
export function useNodes(request: NodeListRequest): UseQueryResult<NodePage> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['nodes', request],
      queryFn: ({ signal }) => api.listNodes(request, { signal }),
      placeholderData: keepPreviousData,
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

/**
 * How every target is doing; renewed every 15 seconds, and every 2 seconds
 * while a target is being listed.
 *
 * @param options - `enabled: false` for users without
 *   `managed-nodes.sync.read`, to ask nothing.
 * @public
 */
export function useSyncHealth(
  options: { enabled?: boolean } = {},
): UseQueryResult<SyncHealth> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['sync'],
      queryFn: ({ signal }) => api.getSyncHealth({ signal }),
      enabled: options.enabled ?? true,
      refetchInterval: query =>
        query.state.data?.targets.some(target => target.state === 'running')
          ? SYNC_RUNNING_REFRESH_MS
          : SYNC_REFRESH_MS,
    },
    client,
  );
}

/**
 * Starts a sync of all targets, then reads sync health anew. Needs
 * `managed-nodes.sync.manage`.
 *
 * @public
 */
export function useStartSync(): UseMutationResult<void, Error, void> {
  const { api, client } = useBackend();
  return useMutation(
    {
      mutationFn: () => api.startSync(),
      onSettled: () => client.invalidateQueries({ queryKey: ['sync'] }),
    },
    client,
  );
}
