import { UnmanagedFilter } from '@managed-nodes/plugin-managed-nodes-react';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  readFilter,
  toggled,
  UnmanagedFacet,
  writeFilter,
} from './unmanagedView';

/** What narrows the list, kept in the address, and what changes it. */
export function useUnmanagedView() {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => readFilter(params), [params]);

  const change = useCallback(
    (
      next: (now: UnmanagedFilter) => UnmanagedFilter,
      options?: { replace: boolean },
    ) => setParams(current => writeFilter(next(readFilter(current))), options),
    [setParams],
  );
  const search = useCallback(
    (q: string) =>
      change(now => ({ ...now, q: q || undefined }), { replace: true }),
    [change],
  );

  return {
    filter,
    narrowed: writeFilter(filter).toString() !== '',
    search,
    toggle: (facet: UnmanagedFacet, value: string) =>
      change(now => toggled(now, facet, value)),
    clear: () => change(() => ({})),
  };
}
