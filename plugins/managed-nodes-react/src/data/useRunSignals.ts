import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  RUNS_CHANNEL,
  runSignalSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useEffect, useState } from 'react';

/** A run of 1,200 nodes tells of itself many times a second. */
const PAUSE_MS = 1_500;

/**
 * Tells when runs are not as they were, at most once in a while. In a portal
 * without the signals plugin it never does.
 *
 * It listens by itself, not with `useSignal`, which keeps the last message
 * only: of two runs that change at once one would go unheard.
 *
 * @param run - the only run of interest; undefined: all of them
 * @param onChange - must stay the same function
 * @returns whether any signal has been heard, of whichever run: they work here
 */
export function useRunSignals(
  run: string | undefined,
  onChange: () => void,
): boolean {
  const signals = useApiHolder().get(signalApiRef);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    if (!signals) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const { unsubscribe } = signals.subscribe(RUNS_CHANNEL, message => {
      const signal = runSignalSchema.safeParse(message);
      if (!signal.success) {
        return;
      }
      setHeard(true);
      if (run !== undefined && signal.data.run !== run) {
        return;
      }
      timer ??= setTimeout(() => {
        timer = undefined;
        onChange();
      }, PAUSE_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [signals, run, onChange]);
  return heard;
}
