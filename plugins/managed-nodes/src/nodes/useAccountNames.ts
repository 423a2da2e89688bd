import { Facets } from '@managed-nodes/plugin-managed-nodes-common';
import { useMemo } from 'react';

/** The names of accounts by id, as the facets say them. */
export function useAccountNames(
  facets: Facets | undefined,
): ReadonlyMap<string, string> {
  const accounts = facets?.facets.account;
  return useMemo(
    () =>
      new Map(
        accounts?.flatMap(({ value, label }) =>
          label ? [[value, label]] : [],
        ),
      ),
    [accounts],
  );
}
