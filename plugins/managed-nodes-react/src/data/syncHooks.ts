import {
  HeldDecision,
  HeldDecisionResult,
  HeldNodes,
  StartSync,
  SyncHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  useMutation,
  UseMutationResult,
  useQuery,
  UseQueryResult,
} from '@tanstack/react-query';
import { useBackend } from './useBackend';

const REFRESH_MS = 15_000;
const BUSY_REFRESH_MS = 2_000;
const BUSY_REFRESH_OF_MANY_MS = 5_000;

/** Above it, an answer is some hundred kilobytes, too much for every 2 seconds. */
const MANY_TARGETS = 300;

/** Whether something runs, or is about to, so that figures move. */
function isBusy(health: SyncHealth): boolean {
  return (
    health.targets.some(
      target => target.state === 'running' || target.requestedAt !== null,
    ) ||
    health.discovery?.state === 'running' ||
    health.organization?.state === 'running'
  );
}

/**
 * How long sync health is good for before it is read anew, in milliseconds.
 *
 * @internal
 */
export function refreshAfter(health: SyncHealth | undefined): number {
  if (!health || !isBusy(health)) {
    return REFRESH_MS;
  }
  return health.targets.length > MANY_TARGETS
    ? BUSY_REFRESH_OF_MANY_MS
    : BUSY_REFRESH_MS;
}

/**
 * How every target is doing; renewed every 15 seconds, and every 2 seconds
 * (5 with more than 300 targets) while something is being listed or waits for
 * it.
 *
 * @param options - `enabled: false` for users without
 *   `managed-nodes.sync.read`, to ask nothing.
 * @public
 */
export function useSyncHealth(
  options: { enabled?: boolean } = {},
): UseQueryResult<SyncHealth> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['sync'],
      queryFn: ({ signal }) => api.getSyncHealth({ signal }),
      enabled: options.enabled ?? true,
      refetchInterval: query => refreshAfter(query.state.data),
    },
    client,
  );
}

/**
 * Asks for a sync of the targets given, of all with `{}`, then reads sync
 * health anew. Needs `managed-nodes.sync.manage`.
 *
 * @public
 */
export function useStartSync(): UseMutationResult<void, Error, StartSync> {
  const { api, client } = useBackend();
  return useMutation(
    {
      mutationFn: request => api.startSync(request),
      onSettled: () => client.invalidateQueries({ queryKey: ['sync'] }),
    },
    client,
  );
}

/** One account in one Region. @public */
export interface TargetKey {
  account: string;
  region: string;
}

/**
 * The nodes whose removal is held in a target. Read once: what is decided on
 * must not change under somebody's eyes. Needs `managed-nodes.sync.manage`.
 *
 * @public
 */
export function useHeldNodes(target: TargetKey): UseQueryResult<HeldNodes> {
  const { api, client } = useBackend();
  return useQuery(
    {
      queryKey: ['held', target.account, target.region],
      queryFn: ({ signal }) => api.getHeldNodes(target, { signal }),
      staleTime: Infinity,
      // Left and come back to, it is looked at anew.
      gcTime: 0,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    client,
  );
}

/**
 * Lets held nodes go, or keeps them, then reads anew all that counts nodes.
 * Needs `managed-nodes.sync.manage`.
 *
 * @public
 */
export function useDecideHeld(
  target: TargetKey,
): UseMutationResult<HeldDecisionResult, Error, HeldDecision> {
  const { api, client } = useBackend();
  return useMutation(
    {
      mutationFn: decision => api.decideHeld(target, decision),
      onSuccess: () => {
        for (const key of ['sync', 'nodes', 'node', 'facets', 'overview']) {
          client.invalidateQueries({ queryKey: [key] });
        }
      },
    },
    client,
  );
}
