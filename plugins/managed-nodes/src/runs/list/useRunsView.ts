import {
  RunRequest,
  RunState,
  runStateSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { RUN_STATE_WORDS } from '@managed-nodes/plugin-managed-nodes-react';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

type Listed = 'state' | 'runbook';

type Condition = Listed | 'startedBy' | 'node' | 'relatedTo';

const RUNBOOK_ID = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Those who look after a list by a menu or a tab need no chip for it. */
const CONDITIONS: Condition[] = ['runbook', 'state', 'node', 'relatedTo'];

function labelOf(name: Condition, value: string): string {
  switch (name) {
    case 'state':
      return `State: ${RUN_STATE_WORDS[value as RunState]}`;
    case 'runbook':
      return `Runbook: ${value}`;
    case 'node':
      return `Node: ${value}`;
    default:
      return `Belongs to: ${value}`;
  }
}

/** What an address says of which runs to list. */
export function readRuns(params: URLSearchParams): RunRequest {
  const text = (name: string) => params.get(name) || undefined;
  const state = runStateSchema.options.filter(value =>
    params.getAll('state').includes(value),
  );
  const runbook = params
    .getAll('runbook')
    .filter(value => RUNBOOK_ID.test(value));
  const request: RunRequest = {
    ...(state.length && { state }),
    ...(runbook.length && { runbook }),
    startedBy: text('startedBy'),
    node: text('node'),
    relatedTo: text('relatedTo'),
    ...(params.get('toDecide') === 'true' && { toDecide: true }),
  };
  return Object.fromEntries(
    Object.entries(request).filter(([, value]) => value !== undefined),
  );
}

/** Which runs are listed, kept in the address. */
export function useRunsView() {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => readRuns(params), [params]);

  const toggle = useCallback(
    (name: Condition, value: string) =>
      setParams(current => {
        const next = new URLSearchParams(current);
        const before = next.getAll(name);
        next.delete(name);
        (before.includes(value)
          ? before.filter(other => other !== value)
          : [...before, value]
        ).forEach(other => next.append(name, other));
        return next;
      }),
    [setParams],
  );

  const setStartedBy = useCallback(
    (value: string) =>
      setParams(current => {
        const next = new URLSearchParams(current);
        next.delete('toDecide');
        next.set('startedBy', value);
        return next;
      }),
    [setParams],
  );

  const clear = useCallback(
    () =>
      setParams(current => {
        const next = new URLSearchParams(current);
        CONDITIONS.forEach(name => next.delete(name));
        return next;
      }),
    [setParams],
  );

  return {
    filter,
    params,
    /** What narrows the list, in words, each with what lifts it. */
    conditions: CONDITIONS.flatMap(name =>
      [filter[name] ?? []].flat().map(value => ({
        key: `${name}=${value}`,
        label: labelOf(name, value),
        onLift: () => toggle(name, value),
      })),
    ),
    has: (name: Listed, value: string) =>
      (filter[name] as string[] | undefined)?.includes(value) ?? false,
    toggle,
    setStartedBy,
    clear,
  };
}
