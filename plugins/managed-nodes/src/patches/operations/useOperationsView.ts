import {
  OperationState,
  operationStateSchema,
  patchActionSchema,
  PatchOperationRequest,
} from '@managed-nodes/plugin-managed-nodes-common';
import { OPERATION_STATE_WORDS } from '@managed-nodes/plugin-managed-nodes-react';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

type Listed = 'action' | 'state';

type Condition = Listed | 'startedBy' | 'node' | 'relatedTo';

const CONDITIONS: Condition[] = [
  'action',
  'state',
  'startedBy',
  'node',
  'relatedTo',
];

function labelOf(name: Condition, value: string): string {
  switch (name) {
    case 'action':
      return value === 'install' ? 'Installs' : 'Scans';
    case 'state':
      return `State: ${OPERATION_STATE_WORDS[value as OperationState]}`;
    case 'startedBy':
      return value === 'me' ? 'Started by me' : `Started by: ${value}`;
    case 'node':
      return `Node: ${value}`;
    default:
      return `Belongs to: ${value}`;
  }
}

function read(params: URLSearchParams): PatchOperationRequest {
  const action = patchActionSchema.options.filter(value =>
    params.getAll('action').includes(value),
  );
  const state = operationStateSchema.options.filter(value =>
    params.getAll('state').includes(value),
  );
  return {
    ...(action.length && { action }),
    ...(state.length && { state }),
    ...(params.get('startedBy') && { startedBy: params.get('startedBy')! }),
    ...(params.get('node') && { node: params.get('node')! }),
    ...(params.get('relatedTo') && { relatedTo: params.get('relatedTo')! }),
  };
}

/** What narrows the history of operations, kept in the address. */
export function useOperationsView() {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => read(params), [params]);

  const toggle = useCallback(
    (name: Listed, value: string) =>
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

  const toggleMine = useCallback(
    () =>
      setParams(current => {
        const next = new URLSearchParams(current);
        if (next.get('startedBy') === 'me') {
          next.delete('startedBy');
        } else {
          next.set('startedBy', 'me');
        }
        return next;
      }),
    [setParams],
  );

  const lift = useCallback(
    (name: Condition, value: string) =>
      setParams(current => {
        const next = new URLSearchParams(current);
        const others = next.getAll(name).filter(other => other !== value);
        next.delete(name);
        others.forEach(other => next.append(name, other));
        return next;
      }),
    [setParams],
  );

  const clear = useCallback(() => setParams({}), [setParams]);
  return {
    filter,
    isNarrowed: Object.keys(filter).length > 0,
    /** What narrows the list, in words, each with what lifts it. */
    conditions: CONDITIONS.flatMap(name =>
      [filter[name] ?? []].flat().map(value => ({
        key: `${name}=${value}`,
        label: labelOf(name, value),
        onLift: () => lift(name, value),
      })),
    ),
    has: (name: Listed, value: string) =>
      (filter[name] as string[] | undefined)?.includes(value) ?? false,
    toggle,
    toggleMine,
    clear,
  };
}
