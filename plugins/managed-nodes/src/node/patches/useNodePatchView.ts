import {
  PatchState,
  patchStateSchema,
  toQueryString,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';

/** What the list of a node's patches is narrowed to, kept in the address. */
export function useNodePatchView() {
  const { pathname } = useLocation();
  const [params, setParams] = useSearchParams();
  const state = patchStateSchema.safeParse(params.get('state')).data;
  const text = params.get('text') ?? '';
  const page = Number(params.get('page')) || 1;

  const write = (next: { state?: PatchState; text: string; page?: number }) =>
    toQueryString({ ...next, page: next.page === 1 ? undefined : next.page });

  const search = useCallback(
    (wanted: string) =>
      setParams(
        current => {
          const next = new URLSearchParams(current);
          next.delete('page');
          next.delete('text');
          if (wanted) {
            next.set('text', wanted);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  return {
    state,
    text,
    page,
    search,
    goTo: (wanted: number) =>
      setParams(new URLSearchParams(write({ state, text, page: wanted }))),
    /** The address of the patches in a state; of all without one. */
    linkTo: (wanted?: PatchState) =>
      `${pathname}${write({ state: wanted, text })}`,
    clear: () => setParams(new URLSearchParams()),
  };
}
