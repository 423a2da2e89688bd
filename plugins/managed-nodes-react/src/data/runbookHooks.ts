import {
  DocumentDetails,
  DocumentPage,
  DocumentQuery,
  NodeOutcome,
  PreviewRun,
  Run,
  Runbook,
  RunbookList,
  RunbookQuery,
  RunNode,
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

const NODES_PER_PAGE = 200;

/** A run that is to be repeated. @public */
export interface PastRun {
  run: Run;
  /** Its nodes, as far as the caller may see them. */
  nodes: RunNode[];
}

/**
 * A run with all of its nodes, to begin another one from. Read once.
 *
 * @param id - undefined asks nothing
 * @param outcome - only nodes that it ended so on; none: all
 * @public
 */
export function usePastRun(
  id: string | undefined,
  outcome: NodeOutcome[] = [],
): UseQueryResult<PastRun> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['past-run', id, outcome],
      queryFn: async ({ signal }): Promise<PastRun> => {
        const run = await api.runbooks.getRun(id!, { signal });
        const nodes: RunNode[] = [];
        let cursor: string | undefined;
        do {
          const page = await api.runbooks.listRunNodes(
            run.id,
            {
              ...(outcome.length && { outcome }),
              limit: NODES_PER_PAGE,
              cursor,
            },
            { signal },
          );
          nodes.push(...page.items);
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        return { run, nodes };
      },
      enabled: id !== undefined,
      staleTime: Infinity,
      gcTime: 0,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    client,
  );
}
