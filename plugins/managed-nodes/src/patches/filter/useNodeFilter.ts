import {
  NodeFilter,
  toQueryString,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ListedCondition, toggled } from '../../nodes/facets/facetGroups';
import { FILTER_KEYS, readFilter } from '../../nodes/view/nodesView';

/** The address with other conditions on nodes, on its first page, and all else as it was. */
export function withFilter(
  params: URLSearchParams,
  filter: NodeFilter,
): URLSearchParams {
  const others = [...params].filter(
    ([key]) =>
      key !== 'cursor' && !FILTER_KEYS.some(condition => condition === key),
  );
  const conditions = new URLSearchParams(toQueryString(filter));
  return new URLSearchParams([...conditions, ...others]);
}

/** What narrows the nodes on a page about patches, kept in the address. */
export function useNodeFilter() {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => readFilter(params), [params]);

  const change = useCallback(
    (patch: Partial<NodeFilter>) =>
      setParams(current =>
        withFilter(current, { ...readFilter(current), ...patch }),
      ),
    [setParams],
  );
  const toggle = useCallback(
    (name: ListedCondition, value: string) =>
      setParams(current => {
        const now = readFilter(current);
        return withFilter(current, { ...now, ...toggled(now, name, value) });
      }),
    [setParams],
  );
  const clear = useCallback(
    () => setParams(current => withFilter(current, {})),
    [setParams],
  );

  return { filter, change, toggle, clear };
}
