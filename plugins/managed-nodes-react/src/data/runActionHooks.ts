import {
  DecideRun,
  ManagedNodesApi,
  Run,
  SignalStep,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useMutation, UseMutationResult } from '@tanstack/react-query';
import { useBackend } from './useBackend';

const PARTS = ['run-nodes', 'run-executions', 'run-steps'];

/** Does something about a run, and shows at once what became of it. */
function useRunAction<V>(
  id: string,
  act: (api: ManagedNodesApi, variables: V) => Promise<Run>,
): UseMutationResult<Run, Error, V> {
  const { api, client } = useBackend();
  return useMutation(
    {
      mutationFn: variables => act(api, variables),
      onSuccess: run => client.setQueryData(['run', id], run),
      onSettled: (_run, error) => {
        client.invalidateQueries({ queryKey: ['runs'] });
        PARTS.forEach(part =>
          client.invalidateQueries({ queryKey: [part, id] }),
        );
        if (error) {
          // It may be refused because the run is not as it was shown.
          client.invalidateQueries({ queryKey: ['run', id] });
        }
      },
    },
    client,
  );
}

/** Approves or rejects a run. @public */
export function useDecideRun(
  id: string,
): UseMutationResult<Run, Error, DecideRun> {
  return useRunAction(id, (api, decision: DecideRun) =>
    api.runbooks.decideRun(id, decision),
  );
}

/** Starts a run that was approved. @public */
export function useLaunchRun(id: string): UseMutationResult<Run, Error, void> {
  return useRunAction<void>(id, api => api.runbooks.launchRun(id));
}

/** Takes a request back, or cancels what has not ended. @public */
export function useCancelRun(id: string): UseMutationResult<Run, Error, void> {
  return useRunAction<void>(id, api => api.runbooks.cancelRun(id));
}

/** Answers a step that waits for a person. @public */
export function useSignalRun(
  id: string,
): UseMutationResult<Run, Error, SignalStep> {
  return useRunAction(id, (api, signal: SignalStep) =>
    api.runbooks.signalRun(id, signal),
  );
}
