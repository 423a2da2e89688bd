import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { useEffect, useState } from 'react';

/** The names of the accounts among the nodes seen so far; facets only know ids. */
export function useAccountNames(
  nodes: ManagedNode[] | undefined,
): ReadonlyMap<string, string> {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const fresh = (nodes ?? []).flatMap(({ account, accountName }) =>
      accountName ? [[account, accountName] as const] : [],
    );
    setNames(known =>
      fresh.some(([account]) => !known.has(account))
        ? new Map([...known, ...fresh])
        : known,
    );
  }, [nodes]);
  return names;
}
