import {
  PreviewRun,
  Run,
  RunPreview,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  useRunPreview,
  useStartRun,
} from '@managed-nodes/plugin-managed-nodes-react';
import { useRef, useState } from 'react';
import { v4 as uuid } from 'uuid';
import { changeWords } from '../../shared/changes';
import { failureWords, isConflict } from '../../shared/failureWords';
import { isTyped } from '../../shared/ConfirmField';
import { RateOptions, rateProblems, ratesOf } from '../../shared/rates';

/** What a run is to do, and in whose place. */
export interface RunSubject {
  request: PreviewRun;
  /** Whether it is run on nodes. */
  onNodes: boolean;
  /** The run whose failed nodes are tried again. */
  retryOf?: string;
}

/** Looking at what a run would do, choosing its rates, and starting it. */
export interface RunStart {
  /** Unset while there is none that still holds. */
  preview?: RunPreview;
  previewError: Error | null;
  /** What came between the last look and the start, which was refused for it. */
  changed?: string;
  lookAgain: () => void;
  options: RateOptions;
  setOptions: (options: RateOptions) => void;
  /** What was typed to confirm. */
  typed: string;
  setTyped: (typed: string) => void;
  /** Whether all is there that it takes to start. */
  ready: boolean;
  starting: boolean;
  /** Why it was not started. */
  problem?: string;
  start: () => void;
}

const NO_RATES = { maxConcurrency: '', maxErrors: '' };

/** Whether there is anything that a run could be carried out on. */
export function hasWork(preview: RunPreview, onNodes: boolean): boolean {
  return (
    (onNodes ? preview.nodes : preview.places).length > 0 &&
    preview.nodes.length <= preview.maxNodes
  );
}

/** One look at a run; what was looked at stays as it is until it is started. */
export function useRunStart(
  given: RunSubject,
  note: string,
  onStarted: (run: Run) => void,
): RunStart {
  const [{ request, onNodes, retryOf }] = useState(given);
  const [opening] = useState(() => uuid());
  // A request that is repeated, as its answer was lost, starts nothing twice.
  const [key, setKey] = useState(() => uuid());
  const [chosen, setChosen] = useState<RateOptions>();
  const [typed, setTyped] = useState('');
  const [changed, setChanged] = useState<string>();
  const busy = useRef(false);
  /** The look that a start was refused on, and what the backend said. */
  const refused = useRef<{ preview: RunPreview; why: string }>();
  const look = useRunPreview(request, opening);
  const begin = useStartRun();
  // After a look that failed, the one before holds no more.
  const preview = look.isError ? undefined : look.data;
  const options = chosen ?? { ...(preview?.defaults ?? NO_RATES), note };

  const lookAgain = async () => {
    const { data, isError } = await look.refetch();
    if (data && !isError && refused.current) {
      const { preview: before, why } = refused.current;
      const changes = changeWords(before, data);
      setChanged(
        changes
          ? `It was not started, as the nodes changed since you looked: ${changes}. Check them again, then start it.`
          : why,
      );
      refused.current = undefined;
    }
  };

  const start = async () => {
    // A second click may come before the button is drawn anew.
    if (!preview || busy.current) {
      return;
    }
    busy.current = true;
    setChanged(undefined);
    try {
      const run = await begin.mutateAsync({
        ...request,
        digest: preview.digest,
        idempotencyKey: key,
        ...ratesOf(options),
        ...(preview.confirm !== null && { confirm: preview.confirm }),
        ...(retryOf && { retryOf }),
      });
      onStarted(run);
    } catch (error) {
      // Other failures are shown as `problem`, by the state of the mutation.
      if (error instanceof Error && isConflict(error)) {
        refused.current = { preview, why: failureWords(error) };
        begin.reset();
        setTyped('');
        setKey(uuid());
        await lookAgain();
      }
      busy.current = false;
    }
  };

  return {
    preview,
    previewError: look.isFetching ? null : look.error,
    changed,
    lookAgain,
    options,
    setOptions: setChosen,
    typed,
    setTyped,
    ready:
      preview !== undefined &&
      !look.isFetching &&
      hasWork(preview, onNodes) &&
      Object.keys(rateProblems(options)).length === 0 &&
      (preview.confirm === null || isTyped(typed, preview.confirm)),
    starting: begin.isPending,
    problem: begin.error ? failureWords(begin.error) : undefined,
    start,
  };
}
