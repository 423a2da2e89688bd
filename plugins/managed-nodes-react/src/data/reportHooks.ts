import { FleetReport } from '@managed-nodes/plugin-managed-nodes-common';
import { useQuery, UseQueryResult } from '@tanstack/react-query';
import { useBackend } from './useBackend';

const REFRESH_MS = 5 * 60_000;

/**
 * How the whole fleet is run, renewed every five minutes. Needs
 * `managed-nodes.report.read`.
 *
 * @public
 */
export function useFleetReport(): UseQueryResult<FleetReport> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['report'],
      queryFn: ({ signal }) => api.getReport({ signal }),
      refetchInterval: REFRESH_MS,
    },
    client,
  );
}
