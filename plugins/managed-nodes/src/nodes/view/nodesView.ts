import {
  NodeFilter,
  nodeFilterSchema,
  nodeListQuerySchema,
  NodeSortField,
  toQueryString,
} from '@managed-nodes/plugin-managed-nodes-common';
import { ColumnId, columnIdSchema, Density, densitySchema } from './columnIds';

/** Everything about the Nodes table that a copied link carries. */
export interface NodesView {
  filter: NodeFilter;
  sort: NodeSortField;
  order: 'asc' | 'desc';
  cursor?: string;
  /** Unset: what the user chose last. */
  columns?: ColumnId[];
  /** Unset: what the user chose last. */
  density?: Density;
}

/** The names of all conditions. */
export const FILTER_KEYS = nodeFilterSchema.keyof().options;
const SINGLE_VALUED = ['q', 'unclaimed', 'agentOutdated', 'relatedTo'];

/** Reads filters by the API's own names. What the API would refuse is left out. */
export function readFilter(params: URLSearchParams): NodeFilter {
  const given = Object.fromEntries(
    FILTER_KEYS.filter(key => params.has(key)).map(key => [
      key,
      SINGLE_VALUED.includes(key) ? params.get(key) : params.getAll(key),
    ]),
  );
  const accepted = Object.entries(given).filter(
    ([key, value]) => nodeFilterSchema.safeParse({ [key]: value }).success,
  );
  return nodeFilterSchema.parse(Object.fromEntries(accepted));
}

/** What a page's address says about its table. */
export function readView(params: URLSearchParams): NodesView {
  const { sort, order, cursor } = nodeListQuerySchema.shape;
  const columns = (params.get('columns') ?? '')
    .split(',')
    .flatMap(id => columnIdSchema.safeParse(id).data ?? []);
  const readSort = sort.safeParse(params.get('sort') ?? undefined);
  const readOrder = order.safeParse(params.get('order') ?? undefined);
  return {
    filter: readFilter(params),
    sort: readSort.data ?? 'title',
    order: readOrder.data ?? 'asc',
    cursor: cursor.safeParse(params.get('cursor') ?? undefined).data,
    columns: columns.length ? columns : undefined,
    density: densitySchema.safeParse(params.get('density')).data,
  };
}

/** The address for a view; what is as by default is left out. */
export function writeView(view: NodesView): URLSearchParams {
  return new URLSearchParams(
    toQueryString({
      ...view.filter,
      sort: view.sort === 'title' ? undefined : view.sort,
      order: view.order === 'asc' ? undefined : view.order,
      columns: view.columns?.join(','),
      density: view.density,
      cursor: view.cursor,
    }),
  );
}

/** Whether anything narrows the list. */
export function isNarrowed(filter: NodeFilter): boolean {
  return toQueryString(filter) !== '';
}
