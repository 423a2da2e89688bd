import {
  MissingPatchPage,
  MissingPatchRequest,
  NodeFilter,
  NodePatches,
  NodePatchPlan,
  PatchCompliance,
  PatchComplianceQuery,
  PatchExceptionPage,
  PatchExceptionQuery,
  PatchOperationPage,
  PatchOperationRequest,
  PatchPlanPage,
  PatchPlanRequest,
  PatchTrend,
  PatchTrendQuery,
  PendingApprovals,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  UseInfiniteQueryResult,
  useQuery,
  UseQueryResult,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { useBackend } from './useBackend';

const REFRESH_MS = 60_000;

/** Of these, an operation has not come to its end. */
const UNDER_WAY = ['queued', 'running', 'cancelling'];

const BUSY_REFRESH_MS = 5_000;

/** Whether the one who asks wants an answer at all. Default: true. */
type Wanted = { enabled?: boolean };

/**
 * Patch compliance under a filter, renewed every minute.
 *
 * @public
 */
export function usePatchCompliance(
  query: Partial<PatchComplianceQuery>,
  options: Wanted = {},
): UseQueryResult<PatchCompliance> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patches', 'compliance', query],
      queryFn: ({ signal }) => api.patches.getCompliance(query, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
      enabled: options.enabled ?? true,
    },
    client,
  );
}

/**
 * Patch compliance day by day.
 *
 * @public
 */
export function usePatchTrend(
  query: Partial<PatchTrendQuery>,
): UseQueryResult<PatchTrend> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patches', 'trend', query],
      queryFn: ({ signal }) => api.patches.getTrend(query, { signal }),
      placeholderData: keepPreviousData,
    },
    client,
  );
}

/**
 * One page of patches that nodes lack. While another page or filter loads,
 * the data of the one before stays, with `isPlaceholderData` set.
 *
 * @public
 */
export function useMissingPatches(
  request: MissingPatchRequest,
  options: Wanted = {},
): UseQueryResult<MissingPatchPage> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patches', 'missing', request],
      queryFn: ({ signal }) => api.patches.listMissing(request, { signal }),
      placeholderData: keepPreviousData,
      enabled: options.enabled ?? true,
    },
    client,
  );
}

/**
 * Returns a function that loads a page of missing patches ahead of its use.
 *
 * @public
 */
export function usePrefetchMissingPatches(): (
  request: MissingPatchRequest,
) => void {
  const { api, client } = useBackend();
  return useCallback(
    request => {
      client.prefetchQuery({
        queryKey: ['patches', 'missing', request],
        queryFn: ({ signal }) => api.patches.listMissing(request, { signal }),
      });
    },
    [api, client],
  );
}

/**
 * All patches of one node, read from AWS for the answer.
 *
 * @public
 */
export function useNodePatches(name: string): UseQueryResult<NodePatches> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patches', 'node', name],
      queryFn: ({ signal }) => api.patches.getNodePatches(name, { signal }),
      // Each answer takes calls to AWS.
      staleTime: REFRESH_MS,
    },
    client,
  );
}

/**
 * How and when a node is patched.
 *
 * @public
 */
export function useNodePatchPlan(name: string): UseQueryResult<NodePatchPlan> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patches', 'plan', name],
      queryFn: ({ signal }) => api.patches.getNodePlan(name, { signal }),
    },
    client,
  );
}

/**
 * What will scan or patch nodes, page after page as one asks for more.
 *
 * @public
 */
export function usePatchPlans(
  request: Omit<PatchPlanRequest, 'cursor'>,
): UseInfiniteQueryResult<InfiniteData<PatchPlanPage>> {
  const { api, client } = useBackend();
  return useInfiniteQuery(
    {
      queryKey: ['patches', 'plans', request],
      queryFn: ({ pageParam, signal }) =>
        api.patches.listPlans({ ...request, cursor: pageParam }, { signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    },
    client,
  );
}

/**
 * Patches that baselines will approve.
 *
 * @public
 */
export function usePendingApprovals(
  filter: NodeFilter,
): UseQueryResult<PendingApprovals> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patches', 'approvals', filter],
      queryFn: ({ signal }) =>
        api.patches.listPendingApprovals(filter, { signal }),
      placeholderData: keepPreviousData,
    },
    client,
  );
}

/**
 * The newest scans and installs that were started from the portal; renewed
 * every 5 seconds while one of them is under way, every minute otherwise.
 *
 * @public
 */
export function useLatestPatchOperations(
  request: PatchOperationRequest,
): UseQueryResult<PatchOperationPage> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patches', 'operations', 'latest', request],
      queryFn: ({ signal }) => api.patches.listOperations(request, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) =>
        state.data?.items.some(item => UNDER_WAY.includes(item.state))
          ? BUSY_REFRESH_MS
          : REFRESH_MS,
    },
    client,
  );
}

/**
 * Exceptions of one node or application; all one may see without a subject.
 *
 * @public
 */
export function usePatchExceptionsOf(
  query: Partial<PatchExceptionQuery>,
  options: Wanted = {},
): UseQueryResult<PatchExceptionPage> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patches', 'exceptions', 'of', query],
      queryFn: ({ signal }) => api.patches.listExceptions(query, { signal }),
      placeholderData: keepPreviousData,
      enabled: options.enabled ?? true,
    },
    client,
  );
}
