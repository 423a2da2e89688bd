import { useRouteRef } from '@backstage/core-plugin-api';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { syncRouteRef } from '../../routes';
import {
  FilterKey,
  NO_FILTER,
  readView,
  SyncView,
  TargetFilter,
  TargetSort,
  toggled,
  writeView,
} from './syncView';

/** Of these, one looks for the greatest first. */
const GREATEST_FIRST: TargetSort[] = [
  'nodes',
  'calls',
  'throttles',
  'duration',
];

/** The state of the list of targets, kept in the address, and what changes it. */
export function useSyncView() {
  const base = useRouteRef(syncRouteRef)();
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);

  const change = useCallback(
    (
      patch: (now: SyncView) => Partial<SyncView>,
      options?: { replace: boolean },
    ) =>
      setParams(current => {
        const now = readView(current);
        return writeView({ ...now, ...patch(now) });
      }, options),
    [setParams],
  );

  const search = useCallback(
    (q: string) =>
      change(now => ({ filter: { ...now.filter, q }, page: 1 }), {
        replace: true,
      }),
    [change],
  );

  return {
    ...view,
    search,
    toggle: (key: FilterKey, value: string) =>
      change(now => ({ filter: toggled(now.filter, key, value), page: 1 })),
    clearFilter: () => change(() => ({ filter: NO_FILTER, page: 1 })),
    changeSort: (sort: TargetSort) =>
      change(now => {
        const first = GREATEST_FIRST.includes(sort) ? 'desc' : 'asc';
        const other = now.order === 'asc' ? 'desc' : 'asc';
        return { sort, order: now.sort === sort ? other : first, page: 1 };
      }),
    goTo: (page: number) => change(() => ({ page })),
    /** The address with another filter, for links. */
    linkTo: (filter: TargetFilter) =>
      `${base}?${writeView({ ...view, filter, page: 1 })}`,
  };
}
