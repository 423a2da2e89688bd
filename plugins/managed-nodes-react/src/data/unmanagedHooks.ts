import {
  UnmanagedPage,
  UnmanagedRequest,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  UseInfiniteQueryResult,
  useQuery,
  UseQueryResult,
} from '@tanstack/react-query';
import { useBackend } from './useBackend';

const REFRESH_MS = 60_000;

/** What narrows the list of unmanaged instances. @public */
export type UnmanagedFilter = Omit<UnmanagedRequest, 'limit' | 'cursor'>;

/**
 * EC2 instances that Systems Manager does not manage, page after page as one
 * asks for more. While another filter loads, the rows of the one before stay,
 * with `isPlaceholderData` set.
 *
 * @param options - `limit` is the size of a page, 1 to 200. Default: 50.
 * @public
 */
export function useUnmanaged(
  filter: UnmanagedFilter,
  options: { limit?: number } = {},
): UseInfiniteQueryResult<InfiniteData<UnmanagedPage>> {
  const { api, client } = useBackend();
  const { limit = 50 } = options;
  return useInfiniteQuery(
    {
      queryKey: ['unmanaged', filter, limit],
      queryFn: ({ pageParam, signal }) =>
        api.listUnmanaged({ ...filter, limit, cursor: pageParam }, { signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    },
    client,
  );
}

/**
 * How many EC2 instances Systems Manager does not manage, in all and by
 * likely reason; renewed every minute. The page it answers with holds one
 * instance at most.
 *
 * @public
 */
export function useUnmanagedCounts(
  filter: UnmanagedFilter,
): UseQueryResult<UnmanagedPage> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['unmanaged', 'counts', filter],
      queryFn: ({ signal }) =>
        api.listUnmanaged({ ...filter, limit: 1 }, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    },
    client,
  );
}
