import {
  NodeFilter,
  NodeSortField,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ColumnId, DEFAULT_COLUMNS, Density } from './columnIds';
import { NodesView, readView, writeView } from './nodesView';
import { useRememberedTable } from './useRememberedTable';

/** The Nodes table's state, kept in the address, and what changes it. */
export function useNodesView() {
  const [params, setParams] = useSearchParams();
  const remembered = useRememberedTable();
  const view = useMemo(() => readView(params), [params]);

  const change = useCallback(
    (patch: Partial<NodesView>, options?: { replace: boolean }) =>
      setParams(
        current => writeView({ ...readView(current), ...patch }),
        options,
      ),
    [setParams],
  );

  const changeFilter = useCallback(
    (patch: Partial<NodeFilter>, options?: { replace: boolean }) =>
      setParams(current => {
        const now = readView(current);
        return writeView({
          ...now,
          filter: { ...now.filter, ...patch },
          cursor: undefined,
        });
      }, options),
    [setParams],
  );

  return {
    ...view,
    columns: view.columns ?? remembered.table.columns ?? DEFAULT_COLUMNS,
    density: view.density ?? remembered.table.density ?? 'comfortable',
    changeFilter,
    clearFilter: () => change({ filter: {}, cursor: undefined }),
    changeSort: (sort: NodeSortField) =>
      change({
        sort,
        order: view.sort === sort && view.order === 'asc' ? 'desc' : 'asc',
        cursor: undefined,
      }),
    goTo: (cursor: string | undefined) => change({ cursor }),
    changeColumns: (columns: ColumnId[]) => {
      remembered.remember({ columns });
      change({ columns }, { replace: true });
    },
    changeDensity: (density: Density) => {
      remembered.remember({ density });
      change({ density }, { replace: true });
    },
  };
}
