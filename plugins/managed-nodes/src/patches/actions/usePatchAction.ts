import {
  NodeSelection,
  PatchAction,
  PatchOperation,
  PatchPreview,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  usePatchPreview,
  useStartPatch,
} from '@managed-nodes/plugin-managed-nodes-react';
import { useRef, useState } from 'react';
import { v4 as uuid } from 'uuid';
import { isTyped } from '../../shared/ConfirmField';
import {
  defaultOptions,
  optionProblems,
  PatchOptions,
  toRequest,
} from './options';

/** What changed since somebody looked: `2 nodes joined, 1 node left`. */
export function changeWords(before: PatchPreview, now: PatchPreview): string {
  const names = (preview: PatchPreview) =>
    new Set(preview.nodes.map(({ name }) => name));
  const [old, fresh] = [names(before), names(now)];
  const joined = [...fresh].filter(name => !old.has(name)).length;
  const left = [...old].filter(name => !fresh.has(name)).length;
  const words = [
    joined && `${countOf(joined, 'node')} joined`,
    left && `${countOf(left, 'node')} cannot take part any more`,
  ].filter(Boolean);
  return words.length ? words.join(', ') : 'the same nodes take part again';
}

function isConflict(error: Error): boolean {
  return (error as { statusCode?: number }).statusCode === 409;
}

/** Looking at a scan or install, choosing its options, and starting it. */
export interface PatchActionForm {
  action: PatchAction;
  preview?: PatchPreview;
  previewError: Error | null;
  /** What changed since the last look, when a start was refused for it. */
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
  subject: {
    action: PatchAction;
    selection: NodeSelection;
    retryOf?: string;
    note?: string;
  },
  onStarted: (operation: PatchOperation) => void,
): PatchActionForm {
  const { action, selection, retryOf, note = '' } = subject;
  const [opening] = useState(() => uuid());
  // A request that is repeated, as its answer was lost, starts nothing twice.
  const [key, setKey] = useState(() => uuid());
  const [chosen, setChosen] = useState<PatchOptions>();
  const [typed, setTyped] = useState('');
  const [changed, setChanged] = useState<string>();
  const busy = useRef(false);
  const look = usePatchPreview({ action, selection }, opening);
  const begin = useStartPatch();
  const preview = look.data;
  const options = chosen ?? {
    ...(preview
      ? defaultOptions(preview)
      : { rebootOption: 'RebootIfNeeded', maxConcurrency: '', maxErrors: '' }),
    note,
  };

  const lookAgain = async () => {
    const { data } = await look.refetch();
    if (data && preview) {
      setChanged(changeWords(preview, data));
    }
    setTyped('');
    setKey(uuid());
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
        begin.reset();
        await lookAgain();
      }
      busy.current = false;
    }
  };

  return {
    action,
    preview,
    previewError: look.error,
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
      Object.keys(optionProblems(options)).length === 0 &&
      (preview.confirm === null || isTyped(typed, preview.confirm)),
    starting: begin.isPending,
    problem: begin.error
      ? `It was not started: ${begin.error.message}`
      : undefined,
    start,
  };
}
