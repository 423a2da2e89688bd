import {
  nodeSourceSchema,
  toQueryString,
} from '@managed-nodes/plugin-managed-nodes-common';
import { z } from 'zod';
import { shownStateSchema } from './targetStates';

const word = z.string().min(1).max(512);

const filterShape = {
  state: shownStateSchema,
  account: word,
  /** An organizational unit by its path, with all beneath it. */
  unit: word,
  region: word,
  source: nodeSourceSchema,
};

/** What the targets can be narrowed by, besides text. */
export const FILTER_KEYS = [
  'state',
  'account',
  'unit',
  'region',
  'source',
] as const;

/** One of them. */
export type FilterKey = (typeof FILTER_KEYS)[number];

/** Any of the values of each; everything where there is none. */
export type TargetFilter = {
  [K in FilterKey]: Array<z.infer<(typeof filterShape)[K]>>;
} & { q: string };

const sortSchema = z.enum([
  'urgency',
  'account',
  'region',
  'lastSuccess',
  'nodes',
  'calls',
  'throttles',
  'duration',
]);

/** What targets can be sorted by. */
export type TargetSort = z.infer<typeof sortSchema>;

/** Everything about the list of targets that a copied link carries. */
export interface SyncView {
  filter: TargetFilter;
  sort: TargetSort;
  order: 'asc' | 'desc';
  /** From 1. */
  page: number;
}

/** Nothing left out. */
export const NO_FILTER: TargetFilter = {
  q: '',
  state: [],
  account: [],
  unit: [],
  region: [],
  source: [],
};

const orderSchema = z.enum(['asc', 'desc']);
const pageSchema = z.coerce.number().int().min(1).max(100_000);

/** What a page's address says about its list. What makes no sense is left out. */
export function readView(params: URLSearchParams): SyncView {
  const valuesOf = <T extends z.ZodTypeAny>(key: string, schema: T) => [
    ...new Set(
      params.getAll(key).flatMap((value): Array<z.infer<T>> => {
        const parsed = schema.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      }),
    ),
  ];
  return {
    filter: {
      q: (params.get('q') ?? '').slice(0, 256),
      state: valuesOf('state', filterShape.state),
      account: valuesOf('account', filterShape.account),
      unit: valuesOf('unit', filterShape.unit),
      region: valuesOf('region', filterShape.region),
      source: valuesOf('source', filterShape.source),
    },
    sort: sortSchema.safeParse(params.get('sort')).data ?? 'urgency',
    order: orderSchema.safeParse(params.get('order')).data ?? 'asc',
    page: pageSchema.safeParse(params.get('page') ?? 1).data ?? 1,
  };
}

/** The address for a view; what is as by default is left out. */
export function writeView(view: SyncView): URLSearchParams {
  const { q, ...chosen } = view.filter;
  return new URLSearchParams(
    toQueryString({
      q: q || undefined,
      ...chosen,
      sort: view.sort === 'urgency' ? undefined : view.sort,
      order: view.order === 'asc' ? undefined : view.order,
      page: view.page === 1 ? undefined : view.page,
    }),
  );
}

/** Whether anything narrows the list. */
export function isNarrowed(filter: TargetFilter): boolean {
  return Boolean(filter.q) || FILTER_KEYS.some(key => filter[key].length > 0);
}

/** A filter with one more or one less of a facet's values. */
export function toggled(
  filter: TargetFilter,
  key: FilterKey,
  value: string,
): TargetFilter {
  const chosen: string[] = filter[key];
  const next = chosen.includes(value)
    ? chosen.filter(other => other !== value)
    : [...chosen, value];
  // Values go through the schema of their facet, as those of an address do.
  const params = new URLSearchParams(next.map(other => [key, other]));
  return { ...filter, [key]: readView(params).filter[key] };
}
