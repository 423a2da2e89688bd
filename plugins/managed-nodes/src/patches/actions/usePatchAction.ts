import {
  NodeSelection,
  PatchAction,
  PatchOperation,
  PatchPreview,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  usePatchPreview,
  useStartPatch,
} from '@managed-nodes/plugin-managed-nodes-react';
import { useRef, useState } from 'react';
import { v4 as uuid } from 'uuid';
import { changeWords } from '../../shared/changes';
import { isTyped } from '../../shared/ConfirmField';
import { failureWords, isConflict } from '../../shared/failureWords';
import { rateProblems } from '../../shared/rates';
import { defaultOptions, PatchOptions, toRequest } from './options';

/** What is to be done, and to which nodes. */
export interface PatchSubject {
  action: PatchAction;
  selection: NodeSelection;
  /** The operation whose failed nodes are tried again. */
  retryOf?: string;
  /** What the note says at first. */
  note?: string;
}

/** Looking at a scan or install, choosing its options, and starting it. */
export interface PatchActionForm {
  action: PatchAction;
  /** Unset while there is none that still holds. */
  preview?: PatchPreview;
  previewError: Error | null;
  /** What came between the last look and the start, which was refused for it. */
  changed?: string;
  lookAgain: () => void;
  options: PatchOptions;
  setOptions: (options: PatchOptions) => void;
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

/** One opening of the dialog. */
export function usePatchAction(
  given: PatchSubject,
  onStarted: (operation: PatchOperation) => void,
): PatchActionForm {
  // The page behind may read its list anew: what was looked at stays the same.
  const [{ action, selection, retryOf, note = '' }] = useState(given);
  const [opening] = useState(() => uuid());
  // A request that is repeated, as its answer was lost, starts nothing twice.
  const [key, setKey] = useState(() => uuid());
  const [chosen, setChosen] = useState<PatchOptions>();
  const [typed, setTyped] = useState('');
  const [changed, setChanged] = useState<string>();
  const busy = useRef(false);
  /** The look that a start was refused on, and what the backend said. */
  const refused = useRef<{ preview: PatchPreview; why: string }>();
  const look = usePatchPreview({ action, selection }, opening);
  const begin = useStartPatch();
  // After a look that failed, the one before holds no more.
  const preview = look.isError ? undefined : look.data;
  const options = chosen ?? {
    ...(preview
      ? defaultOptions(preview)
      : { rebootOption: 'RebootIfNeeded', maxConcurrency: '', maxErrors: '' }),
    note,
  };

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
      const operation = await begin.mutateAsync({
        action,
        selection,
        digest: preview.digest,
        idempotencyKey: key,
        ...toRequest(options, action),
        ...(preview.confirm !== null && { confirm: preview.confirm }),
        ...(retryOf && { retryOf }),
      });
      onStarted(operation);
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
    action,
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
      preview.nodes.length > 0 &&
      preview.nodes.length <= preview.maxNodes &&
      Object.keys(rateProblems(options)).length === 0 &&
      (preview.confirm === null || isTyped(typed, preview.confirm)),
    starting: begin.isPending,
    problem: begin.error ? failureWords(begin.error) : undefined,
    start,
  };
}
