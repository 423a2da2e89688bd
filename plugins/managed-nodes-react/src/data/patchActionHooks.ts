import {
  PatchOperation,
  PatchPreview,
  PreviewPatch,
  StartPatch,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  useMutation,
  UseMutationResult,
  useQuery,
  UseQueryResult,
} from '@tanstack/react-query';
import { useBackend } from './useBackend';

/**
 * What a scan or install would do. Read once for each `opening`, and again
 * only when asked to: what is decided on must not change under somebody's
 * eyes.
 *
 * @param opening - tells one look at it from another
 * @public
 */
export function usePatchPreview(
  request: PreviewPatch,
  opening: string,
): UseQueryResult<PatchPreview> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['patch-preview', opening, request],
      queryFn: () => api.patches.preview(request),
      staleTime: Infinity,
      gcTime: 0,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    client,
  );
}

/**
 * Starts a scan or install; afterwards lists of operations are read anew.
 *
 * @public
 */
export function useStartPatch(): UseMutationResult<
  PatchOperation,
  Error,
  StartPatch
> {
  const { api, client } = useBackend();
  return useMutation(
    {
      mutationFn: request => api.patches.start(request),
      onSuccess: () =>
        client.invalidateQueries({ queryKey: ['patches', 'operations'] }),
    },
    client,
  );
}
