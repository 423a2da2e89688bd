import { MissingPatchSort } from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { withFilter } from '../filter/useNodeFilter';
import {
  ListedPatchCondition,
  MissingView,
  readMissingView,
  toggledCondition,
  writeMissingView,
} from './missingView';

/** Of these, one looks for the least first. */
const LEAST_FIRST: MissingPatchSort[] = ['oldest', 'due', 'kbId'];

/** The state of the table of missing patches, kept in the address, and what changes it. */
export function useMissingView() {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readMissingView(params), [params]);

  const change = useCallback(
    (
      patch: (now: MissingView) => Partial<MissingView>,
      options?: { replace: boolean },
    ) =>
      setParams(current => {
        const now = readMissingView(current);
        return writeMissingView(current, {
          ...now,
          cursor: undefined,
          ...patch(now),
        });
      }, options),
    [setParams],
  );

  const search = useCallback(
    (text: string) =>
      change(
        ({ conditions }) => ({
          conditions: { ...conditions, text: text || undefined },
        }),
        { replace: true },
      ),
    [change],
  );

  return {
    ...view,
    search,
    toggle: (name: ListedPatchCondition, value: string) =>
      change(({ conditions }) => ({
        conditions: toggledCondition(conditions, name, value),
      })),
    changeSort: (sort: MissingPatchSort) =>
      change(now => {
        const first = LEAST_FIRST.includes(sort) ? 'asc' : 'desc';
        const other = now.order === 'asc' ? 'desc' : 'asc';
        return { sort, order: now.sort === sort ? other : first };
      }),
    goTo: (cursor: string | undefined) => change(() => ({ cursor })),
    /** Lifts all conditions, on patches and on nodes. */
    clear: () =>
      setParams(current =>
        writeMissingView(withFilter(current, {}), {
          ...readMissingView(current),
          conditions: {},
          cursor: undefined,
        }),
      ),
  };
}
