import {
  CreatePatchException,
  PatchException,
  PatchExceptionPage,
  PatchExceptionQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  InfiniteData,
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  UseInfiniteQueryResult,
  useMutation,
  UseMutationResult,
} from '@tanstack/react-query';
import { useBackend } from './useBackend';

/** What exceptions decide on is read anew. */
function readAnew(client: QueryClient) {
  for (const key of ['patches', 'nodes', 'node', 'facets', 'overview']) {
    client.invalidateQueries({ queryKey: [key] });
  }
}

/**
 * Exceptions about nodes one may see, the ones that end soonest first, page
 * after page as one asks for more.
 *
 * @public
 */
export function usePatchExceptions(
  query: Omit<Partial<PatchExceptionQuery>, 'cursor'>,
): UseInfiniteQueryResult<InfiniteData<PatchExceptionPage>> {
  const { api, client } = useBackend();
  return useInfiniteQuery(
    {
      queryKey: ['patches', 'exceptions', 'pages', query],
      queryFn: ({ pageParam, signal }) =>
        api.patches.listExceptions({ ...query, cursor: pageParam }, { signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    },
    client,
  );
}

/**
 * Makes an exception; then all that shows patches is read anew.
 *
 * @public
 */
export function useCreatePatchException(): UseMutationResult<
  PatchException,
  Error,
  CreatePatchException
> {
  const { api, client } = useBackend();
  return useMutation(
    {
      mutationFn: exception => api.patches.createException(exception),
      onSuccess: () => readAnew(client),
    },
    client,
  );
}

/**
 * Ends an exception before its time, by its id; then all that shows patches
 * is read anew.
 *
 * @public
 */
export function useEndPatchException(): UseMutationResult<
  PatchException,
  Error,
  string
> {
  const { api, client } = useBackend();
  return useMutation(
    {
      mutationFn: id => api.patches.endException(id),
      onSuccess: () => readAnew(client),
    },
    client,
  );
}
