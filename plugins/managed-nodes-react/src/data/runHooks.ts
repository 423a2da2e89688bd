import {
  OperationOutput,
  Run,
  RunExecutions,
  RunNodePage,
  RunNodeQuery,
  RunPage,
  RunRequest,
  RunResults,
  RunState,
  RunSteps,
  RunStepsQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  UseInfiniteQueryResult,
  useQuery,
  UseQueryResult,
} from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useBackend } from './useBackend';
import { useRunSignals } from './useRunSignals';

/** Where nobody tells of changes. */
const LIVE_MS = 2_500;
/** Where signals come; a lost one must not leave a page behind for long. */
const TOLD_MS = 10_000;
/** Each answer may take a call to AWS. */
const AWS_LIVE_MS = 5_000;
/** While it is people's turn. */
const PEOPLE_MS = 15_000;
const LIST_MS = 60_000;

/** All that a page of a run shows. */
const PARTS = [
  'run',
  'run-nodes',
  'run-executions',
  'run-steps',
  'run-results',
];

/** What a run may have changed, once it has ended. */
const AFFECTED = [...PARTS.slice(1), 'runs', 'nodes', 'node', 'patches'];

/** Whether nothing more will happen in a run. @public */
export function isRunOver(state: RunState): boolean {
  return ['succeeded', 'failed', 'cancelled', 'rejected', 'expired'].includes(
    state,
  );
}

/** Whether AWS is at it, or about to be. @public */
export function isRunUnderWay(state: RunState): boolean {
  return ['queued', 'running', 'waiting', 'cancelling'].includes(state);
}

/** How long an answer about a run is good for; false: for ever. */
function renewAfter(
  state: RunState | undefined,
  whileUnderWay: number,
): number | false {
  if (state === undefined || isRunUnderWay(state)) {
    return whileUnderWay;
  }
  return isRunOver(state) ? false : PEOPLE_MS;
}

/**
 * One run, renewed when a signal tells that it changed, and every few seconds
 * until it is over; then all that it may have changed is read anew. While
 * nobody looks at the page it rests.
 *
 * @public
 */
export function useRun(id: string): UseQueryResult<Run> {
  const { api, client } = useBackend();
  const onChange = useCallback(() => {
    PARTS.forEach(part =>
      // An answer that is on its way is waited for, or none would ever come.
      client.invalidateQueries(
        { queryKey: [part, id] },
        { cancelRefetch: false },
      ),
    );
  }, [client, id]);
  const told = useRunSignals(id, onChange);
  const result = useQuery(
    {
      queryKey: ['run', id],
      queryFn: ({ signal }) => api.runbooks.getRun(id, { signal }),
      refetchInterval: ({ state }) =>
        renewAfter(state.data?.state, told ? TOLD_MS : LIVE_MS),
      refetchOnWindowFocus: ({ state }) =>
        state.data && isRunOver(state.data.state) ? false : 'always',
    },
    client,
  );
  const over = result.data && isRunOver(result.data.state);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (over === false) {
      wasOpen.current = true;
    } else if (over && wasOpen.current) {
      wasOpen.current = false;
      AFFECTED.forEach(key => client.invalidateQueries({ queryKey: [key] }));
    }
  }, [over, client]);
  return result;
}

/**
 * Runs, newest first, page after page as one asks for more. Renewed when a
 * signal tells of any, every few seconds while one is under way, every minute
 * otherwise.
 *
 * @param options - `enabled: false` asks nothing
 * @public
 */
export function useRuns(
  request: Omit<RunRequest, 'cursor'>,
  options: { enabled?: boolean } = {},
): UseInfiniteQueryResult<InfiniteData<RunPage>> {
  const { api, client } = useBackend();
  const onChange = useCallback(() => {
    client.invalidateQueries({ queryKey: ['runs'] }, { cancelRefetch: false });
  }, [client]);
  useRunSignals(undefined, onChange);
  return useInfiniteQuery(
    {
      queryKey: ['runs', request],
      queryFn: ({ pageParam, signal }) =>
        api.runbooks.listRuns({ ...request, cursor: pageParam }, { signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      enabled: options.enabled ?? true,
      refetchInterval: ({ state }) =>
        state.data?.pages.some(page =>
          page.items.some(item => isRunUnderWay(item.state)),
        )
          ? AWS_LIVE_MS
          : LIST_MS,
    },
    client,
  );
}

/** The part of a run that tells how often its details are worth reading. @public */
export type FollowedRun = Pick<Run, 'id' | 'state'>;

/**
 * What became of the nodes of a run, page after page as one asks for more.
 *
 * @public
 */
export function useRunNodes(
  { id, state }: FollowedRun,
  query: Omit<Partial<RunNodeQuery>, 'cursor'>,
): UseInfiniteQueryResult<InfiniteData<RunNodePage>> {
  const { api, client } = useBackend();
  return useInfiniteQuery(
    {
      queryKey: ['run-nodes', id, query],
      queryFn: ({ pageParam, signal }) =>
        api.runbooks.listRunNodes(
          id,
          { ...query, cursor: pageParam },
          { signal },
        ),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: renewAfter(state, LIVE_MS),
    },
    client,
  );
}

/**
 * The commands or automation executions that a run consists of.
 *
 * @public
 */
export function useRunExecutions({
  id,
  state,
}: FollowedRun): UseQueryResult<RunExecutions> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['run-executions', id],
      queryFn: ({ signal }) => api.runbooks.listRunExecutions(id, { signal }),
      refetchInterval: renewAfter(state, AWS_LIVE_MS),
    },
    client,
  );
}

/**
 * The steps of an Automation run as they are carried out.
 *
 * @param query - only those of executions of one node, or of one execution
 * @public
 */
export function useRunSteps(
  { id, state }: FollowedRun,
  query: RunStepsQuery = {},
): UseQueryResult<RunSteps> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['run-steps', id, query],
      queryFn: ({ signal }) => api.runbooks.getRunSteps(id, query, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: renewAfter(state, AWS_LIVE_MS),
    },
    client,
  );
}

/**
 * What a node printed in a run.
 *
 * @param live - whether the node is still at it, and may print more
 * @public
 */
export function useRunOutput(
  id: string,
  node: string,
  live: boolean,
): UseQueryResult<OperationOutput> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['run-output', id, node, live],
      queryFn: ({ signal }) => api.runbooks.getRunOutput(id, node, { signal }),
      refetchInterval: live ? AWS_LIVE_MS : false,
      staleTime: live ? 0 : Infinity,
    },
    client,
  );
}

/**
 * The table that the runbook of a run fills, page after page as one asks for
 * more; renewed while the run goes on.
 *
 * @public
 */
export function useRunResults(
  { id, state }: FollowedRun,
  query: { node?: string; limit?: number } = {},
): UseInfiniteQueryResult<InfiniteData<RunResults>> {
  const { api, client } = useBackend();
  return useInfiniteQuery(
    {
      queryKey: ['run-results', id, query],
      queryFn: ({ pageParam, signal }) =>
        api.runbooks.getRunResults(
          id,
          { ...query, cursor: pageParam },
          { signal },
        ),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: renewAfter(state, AWS_LIVE_MS),
    },
    client,
  );
}
