import {
  DocumentDetails,
  DocumentPage,
  DocumentQuery,
  PreviewRun,
  Run,
  Runbook,
  RunbookList,
  RunbookQuery,
  RunPreview,
  StartRun,
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
import { useBackend } from './useBackend';

/** Publications and documents change seldom. */
const RENEW_MS = 5 * 60_000;

/**
 * What is published, each with whether the caller may run it.
 *
 * @param options - `enabled: false` asks nothing
 * @public
 */
export function useRunbooks(
  query: RunbookQuery,
  options: { enabled?: boolean } = {},
): UseQueryResult<RunbookList> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['runbooks', query],
      queryFn: ({ signal }) => api.runbooks.list(query, { signal }),
      refetchInterval: RENEW_MS,
      enabled: options.enabled ?? true,
    },
    client,
  );
}

/**
 * One runbook with its form.
 *
 * @public
 */
export function useRunbook(id: string): UseQueryResult<Runbook> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['runbook', id],
      queryFn: ({ signal }) => api.runbooks.get(id, { signal }),
    },
    client,
  );
}

/**
 * All documents, page after page as one asks for more.
 *
 * @public
 */
export function useDocuments(
  query: Omit<Partial<DocumentQuery>, 'cursor'>,
): UseInfiniteQueryResult<InfiniteData<DocumentPage>> {
  const { api, client } = useBackend();
  return useInfiniteQuery(
    {
      queryKey: ['documents', query],
      queryFn: ({ pageParam, signal }) =>
        api.runbooks.listDocuments({ ...query, cursor: pageParam }, { signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      staleTime: RENEW_MS,
    },
    client,
  );
}

/**
 * One document, whole.
 *
 * @public
 */
export function useDocument(name: string): UseQueryResult<DocumentDetails> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['document', name],
      queryFn: ({ signal }) => api.runbooks.getDocument(name, { signal }),
      staleTime: RENEW_MS,
    },
    client,
  );
}

/**
 * What a run would do. Read once for each `opening`, and again only when asked
 * to: what is decided on must not change under somebody's eyes.
 *
 * @param request - undefined asks nothing
 * @param opening - tells one look at it from another
 * @public
 */
export function useRunPreview(
  request: PreviewRun | undefined,
  opening: string,
): UseQueryResult<RunPreview> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['run-preview', opening, request],
      queryFn: () => api.runbooks.preview(request!),
      enabled: request !== undefined,
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
 * Starts a run, or asks for its approval; afterwards lists of runs are read
 * anew, and the page of the run has its data at once.
 *
 * @public
 */
export function useStartRun(): UseMutationResult<Run, Error, StartRun> {
  const { api, client } = useBackend();
  return useMutation(
    {
      mutationFn: request => api.runbooks.start(request),
      onSuccess: run => {
        client.setQueryData(['run', run.id], run);
        client.invalidateQueries({ queryKey: ['runs'] });
      },
    },
    client,
  );
}
