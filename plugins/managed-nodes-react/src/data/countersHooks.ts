import { NodeCounters } from '@managed-nodes/plugin-managed-nodes-common';
import { useQuery, UseQueryResult } from '@tanstack/react-query';
import { useBackend } from './useBackend';

/**
 * How busy a node was when somebody last asked here. Runs a command on the
 * node, so it is read by `refetch` only; leaving the page gives it up. Needs
 * `managed-nodes.counters.read`.
 *
 * @public
 */
export function useNodeCounters(name: string): UseQueryResult<NodeCounters> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['counters', name],
      queryFn: ({ signal }) => api.readCounters(name, { signal }),
      enabled: false,
      retry: false,
    },
    client,
  );
}
