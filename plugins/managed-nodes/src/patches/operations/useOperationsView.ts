import {
  operationStateSchema,
  patchActionSchema,
  PatchOperationRequest,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

type Listed = 'action' | 'state';

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

  const clear = useCallback(() => setParams({}), [setParams]);
  return {
    filter,
    isNarrowed: Object.keys(filter).length > 0,
    has: (name: Listed, value: string) =>
      (filter[name] as string[] | undefined)?.includes(value) ?? false,
    toggle,
    toggleMine,
    clear,
  };
}
