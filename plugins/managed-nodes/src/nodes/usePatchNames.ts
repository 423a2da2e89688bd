import { useMissingPatches } from '@managed-nodes/plugin-managed-nodes-react';
import { useMemo } from 'react';

const NONE: string[] = [];

/** The most a page may have. */
const LIMIT = 200;

/**
 * What patches are called, by the ids that filters take. All nodes that the
 * filter finds lack one of them, so they are among those that most of these
 * nodes lack.
 */
export function usePatchNames(
  ids: string[] = NONE,
): ReadonlyMap<string, string> {
  const { data } = useMissingPatches(
    { patch: ids, sort: 'nodes', order: 'desc', limit: LIMIT },
    { enabled: ids.length > 0 },
  );
  return useMemo(
    () => new Map(data?.items.map(item => [item.id, item.kbId || item.title])),
    [data],
  );
}
