import {
  OperationNodePage,
  OperationNodeQuery,
  OperationOutput,
  OperationState,
  PatchOperation,
  PatchOperationPage,
  PatchOperationRequest,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  UseInfiniteQueryResult,
  useMutation,
  UseMutationResult,
  useQuery,
  UseQueryResult,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useBackend } from './useBackend';

const LIVE_MS = 2_000;
const LIST_LIVE_MS = 5_000;
const LIST_MS = 60_000;

/** What an operation changes, once it has ended. */
const AFFECTED = ['patches', 'nodes', 'node', 'facets', 'overview'];

/** Whether nothing more will happen in an operation. @public */
export function isOperationOver(state: OperationState): boolean {
  return ['succeeded', 'failed', 'cancelled'].includes(state);
}

/**
 * One scan or install, renewed every 2 seconds until it is over; then all
 * that shows patches is read anew.
 *
 * @public
 */
export function usePatchOperation(id: string): UseQueryResult<PatchOperation> {
  const { api, client } = useBackend();
  const result = useQuery(
    {
      queryKey: ['patch-operation', id],
      queryFn: ({ signal }) => api.patches.getOperation(id, { signal }),
      refetchInterval: ({ state }) =>
        state.data && isOperationOver(state.data.state) ? false : LIVE_MS,
    },
    client,
  );
  const live = result.data && !isOperationOver(result.data.state);
  const wasLive = useRef(false);
  useEffect(() => {
    if (live) {
      wasLive.current = true;
    } else if (live === false && wasLive.current) {
      wasLive.current = false;
      for (const key of [...AFFECTED, 'patch-operation-nodes']) {
        client.invalidateQueries({ queryKey: [key] });
      }
    }
  }, [live, client]);
  return result;
}

/**
 * What became of the nodes of an operation, page after page as one asks for
 * more.
 *
 * @param live - whether to renew it every 2 seconds
 * @public
 */
export function usePatchOperationNodes(
  id: string,
  query: Omit<Partial<OperationNodeQuery>, 'cursor'>,
  live: boolean,
): UseInfiniteQueryResult<InfiniteData<OperationNodePage>> {
  const { api, client } = useBackend();
  return useInfiniteQuery(
    {
      queryKey: ['patch-operation-nodes', id, query],
      queryFn: ({ pageParam, signal }) =>
        api.patches.listOperationNodes(
          id,
          { ...query, cursor: pageParam },
          { signal },
        ),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: live ? LIVE_MS : false,
    },
    client,
  );
}

/**
 * What a node printed in an operation.
 *
 * @param live - whether the node is still at it, and may print more
 * @public
 */
export function usePatchOperationOutput(
  id: string,
  node: string,
  live: boolean,
): UseQueryResult<OperationOutput> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patch-operation-output', id, node, live],
      queryFn: ({ signal }) =>
        api.patches.getOperationOutput(id, node, { signal }),
      // Each answer takes a call to AWS.
      refetchInterval: live ? LIST_LIVE_MS : false,
      staleTime: live ? 0 : Infinity,
    },
    client,
  );
}

/**
 * Cancels what has not ended of an operation.
 *
 * @public
 */
export function useCancelPatchOperation(): UseMutationResult<
  PatchOperation,
  Error,
  string
> {
  const { api, client } = useBackend();
  return useMutation(
    {
      mutationFn: id => api.patches.cancelOperation(id),
      onSettled: (_, _error, id) =>
        client.invalidateQueries({ queryKey: ['patch-operation', id] }),
    },
    client,
  );
}

/**
 * Scans and installs that were started from the portal, newest first, page
 * after page as one asks for more. Renewed every 5 seconds while one of them
 * is under way, every minute otherwise.
 *
 * @public
 */
export function usePatchOperations(
  request: Omit<PatchOperationRequest, 'cursor'>,
): UseInfiniteQueryResult<InfiniteData<PatchOperationPage>> {
  const { api, client } = useBackend();
  return useInfiniteQuery(
    {
      queryKey: ['patches', 'operations', request],
      queryFn: ({ pageParam, signal }) =>
        api.patches.listOperations(
          { ...request, cursor: pageParam },
          { signal },
        ),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) =>
        state.data?.pages.some(page =>
          page.items.some(item => !isOperationOver(item.state)),
        )
          ? LIST_LIVE_MS
          : LIST_MS,
    },
    client,
  );
}
