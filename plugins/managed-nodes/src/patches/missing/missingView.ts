import {
  missingPatchQuerySchema,
  MissingPatchSort,
  PatchKind,
  PatchState,
  toQueryString,
} from '@managed-nodes/plugin-managed-nodes-common';

/** What narrows patches, besides the nodes they are missing on. */
export interface PatchConditions {
  text?: string;
  kind?: PatchKind[];
  severity?: string[];
  cve?: string[];
  state?: PatchState[];
}

/** Those that may have several values. */
export type ListedPatchCondition = 'kind' | 'severity' | 'cve' | 'state';

/** Everything about the table, besides what narrows the nodes, that a copied link carries. */
export interface MissingView {
  conditions: PatchConditions;
  sort: MissingPatchSort;
  order: 'asc' | 'desc';
  cursor?: string;
}

const OWN_KEYS = [
  'text',
  'kind',
  'severity',
  'cve',
  'state',
  'sort',
  'order',
  'cursor',
];

/** Reads the address by the API's own names. What the API would refuse is left out. */
export function readMissingView(params: URLSearchParams): MissingView {
  const { text, kind, severity, cve, state, sort, order, cursor } =
    missingPatchQuerySchema.shape;
  const one = (key: string) => params.get(key) ?? undefined;
  const all = (key: string) =>
    params.has(key) ? params.getAll(key) : undefined;
  return {
    conditions: {
      text: text.safeParse(one('text')).data,
      kind: kind.safeParse(all('kind')).data,
      severity: severity.safeParse(all('severity')).data,
      cve: cve.safeParse(all('cve')).data,
      state: state.safeParse(all('state')).data,
    },
    sort: sort.safeParse(one('sort')).data ?? 'kind',
    order: order.safeParse(one('order')).data ?? 'desc',
    cursor: cursor.safeParse(one('cursor')).data,
  };
}

/** The address with another view, and all that is not of the view as it was. */
export function writeMissingView(
  params: URLSearchParams,
  view: MissingView,
): URLSearchParams {
  const others = [...params].filter(([key]) => !OWN_KEYS.includes(key));
  const own = toQueryString({
    ...view.conditions,
    sort: view.sort === 'kind' ? undefined : view.sort,
    order: view.order === 'desc' ? undefined : view.order,
    cursor: view.cursor,
  });
  return new URLSearchParams([...others, ...new URLSearchParams(own)]);
}

/** Conditions with one more or one less value. */
export function toggledCondition(
  conditions: PatchConditions,
  name: ListedPatchCondition,
  value: string,
): PatchConditions {
  const chosen: string[] = conditions[name] ?? [];
  const next = chosen.includes(value)
    ? chosen.filter(other => other !== value)
    : [...chosen, value];
  const read = readMissingView(
    new URLSearchParams(next.map(other => [name, other])),
  );
  return { ...conditions, [name]: read.conditions[name] };
}
