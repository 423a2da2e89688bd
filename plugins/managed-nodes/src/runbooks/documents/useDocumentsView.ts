import {
  DocumentKind,
  documentKindSchema,
  DocumentQuery,
  documentQuerySchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

type Owner = NonNullable<DocumentQuery['owner']>[number];

/** What narrows the list of documents. */
export interface DocumentsFilter {
  q?: string;
  owner?: Owner[];
  kind?: DocumentKind[];
}

/** What each kind of owner is called. */
export const OWNER_WORDS: Record<Owner, string> = {
  Self: 'Yours',
  Amazon: 'Amazon',
  Shared: 'Shared with you',
};

export const OWNERS = Object.keys(OWNER_WORDS) as Owner[];

function read(params: URLSearchParams): DocumentsFilter {
  const { q, owner } = documentQuerySchema.shape;
  const text = q.safeParse(params.get('q') ?? undefined).data;
  const owners = OWNERS.filter(
    value =>
      params.getAll('owner').includes(value) &&
      owner.safeParse([value]).success,
  );
  const kinds = documentKindSchema.options.filter(value =>
    params.getAll('kind').includes(value),
  );
  return {
    ...(text && { q: text }),
    ...(owners.length && { owner: owners }),
    ...(kinds.length && { kind: kinds }),
  };
}

/** What narrows the list of documents, and the one that is looked at, kept in the address. */
export function useDocumentsView() {
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
  const toggle = useCallback(
    (name: 'owner' | 'kind', value: string) =>
      change(next => {
        const before = next.getAll(name);
        next.delete(name);
        (before.includes(value)
          ? before.filter(other => other !== value)
          : [...before, value]
        ).forEach(other => next.append(name, other));
      }),
    [change],
  );
  const open = useCallback(
    (name: string | undefined) =>
      change(next =>
        name ? next.set('document', name) : next.delete('document'),
      ),
    [change],
  );
  const clear = useCallback(() => setParams({}), [setParams]);

  return {
    filter,
    isNarrowed: Object.keys(filter).length > 0,
    /** The name of the document that is looked at. */
    opened: params.get('document') || undefined,
    search,
    toggle,
    open,
    clear,
  };
}
