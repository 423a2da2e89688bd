import {
  AlarmHistory,
  AlarmPage,
  AlarmRequest,
  Coverage,
  GroupMetrics,
  GroupMetricsRequest,
  NodeFilter,
  NodeMetrics,
  NodeMetricsRequest,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  keepPreviousData,
  useQuery,
  UseQueryResult,
} from '@tanstack/react-query';
import { useBackend } from './useBackend';

/** Agents report every minute, and the backend remembers for as long. */
const REFRESH_MS = 60_000;

/**
 * What CloudWatch has of a node over a time, renewed every minute. Leaving the
 * page gives it up.
 *
 * @public
 */
export function useNodeMetrics(
  name: string,
  request: NodeMetricsRequest,
): UseQueryResult<NodeMetrics> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['metrics', 'node', name, request],
      queryFn: ({ signal }) => api.metrics.ofNode(name, request, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    },
    client,
  );
}

/**
 * One metric of many nodes over a time, renewed every minute. Leaving the page
 * gives it up.
 *
 * @public
 */
export function useGroupMetrics(
  request: GroupMetricsRequest & NodeFilter,
): UseQueryResult<GroupMetrics> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['metrics', 'nodes', request],
      queryFn: ({ signal }) => api.metrics.ofNodes(request, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    },
    client,
  );
}

/**
 * Which nodes report metrics, renewed every minute.
 *
 * @public
 */
export function useCoverage(filter: NodeFilter): UseQueryResult<Coverage> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['metrics', 'coverage', filter],
      queryFn: ({ signal }) => api.metrics.coverage(filter, { signal }),
      refetchInterval: REFRESH_MS,
    },
    client,
  );
}

/**
 * The alarms that concern nodes, renewed every minute.
 *
 * @public
 */
export function useAlarms(
  request: AlarmRequest & NodeFilter,
): UseQueryResult<AlarmPage> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['metrics', 'alarms', request],
      queryFn: ({ signal }) => api.metrics.alarms(request, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    },
    client,
  );
}

/**
 * The changes of an alarm's state, read once it is asked for.
 *
 * @public
 */
export function useAlarmHistory(
  id: string,
  options: { enabled: boolean },
): UseQueryResult<AlarmHistory> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['metrics', 'alarm-history', id],
      queryFn: ({ signal }) => api.metrics.alarmHistory(id, { signal }),
      enabled: options.enabled,
    },
    client,
  );
}
