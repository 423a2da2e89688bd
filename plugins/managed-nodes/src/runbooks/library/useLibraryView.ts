import {
  RunbookQuery,
  runbookQuerySchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { LibraryFilter } from './selectRunbooks';

function read(params: URLSearchParams): LibraryFilter {
  return {
    q: (params.get('q') ?? '').slice(0, 256).trim(),
    category: params.getAll('category'),
    mine: params.get('mine') === 'true',
    favourites: params.get('favourites') === 'true',
  };
}

/** Where one comes from: only what can be run there is listed. */
function readPlace(params: URLSearchParams): RunbookQuery {
  const { node, relatedTo } = runbookQuerySchema.shape;
  return {
    node: node.safeParse(params.get('node') || undefined).data,
    relatedTo: relatedTo.safeParse(params.get('relatedTo') || undefined).data,
  };
}

/** The node or entity that the list of runbooks is for, kept in the address. */
export function useLibraryPlace() {
  const [params, setParams] = useSearchParams();
  const place = useMemo(() => readPlace(params), [params]);
  const lift = useCallback(
    () =>
      setParams(current => {
        const next = new URLSearchParams(current);
        next.delete('node');
        next.delete('relatedTo');
        return next;
      }),
    [setParams],
  );
  return { place, lift };
}

/** What narrows the list of runbooks, kept in the address. */
export function useLibraryView() {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => read(params), [params]);

  const change = useCallback(
    (edit: (next: URLSearchParams) => void, options?: { replace: boolean }) =>
      setParams(current => {
        const next = new URLSearchParams(current);
        edit(next);
        return next;
      }, options),
    [setParams],
  );

  const search = useCallback(
    (q: string) =>
      change(next => (q ? next.set('q', q) : next.delete('q')), {
        replace: true,
      }),
    [change],
  );
  const toggleCategory = useCallback(
    (category: string) =>
      change(next => {
        const chosen = next.getAll('category');
        next.delete('category');
        (chosen.includes(category)
          ? chosen.filter(other => other !== category)
          : [...chosen, category]
        ).forEach(value => next.append('category', value));
      }),
    [change],
  );
  const toggleFlag = useCallback(
    (flag: 'mine' | 'favourites') =>
      change(next =>
        next.get(flag) === 'true' ? next.delete(flag) : next.set(flag, 'true'),
      ),
    [change],
  );
  const clear = useCallback(
    () =>
      change(next =>
        ['q', 'category', 'mine', 'favourites'].forEach(key =>
          next.delete(key),
        ),
      ),
    [change],
  );

  return {
    filter,
    isNarrowed:
      filter.q !== '' ||
      filter.category.length > 0 ||
      filter.mine ||
      filter.favourites,
    search,
    toggleCategory,
    toggleFlag,
    clear,
  };
}
