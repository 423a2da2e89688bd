import { useRouteRef } from '@backstage/core-plugin-api';
import { toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback } from 'react';
import { startRunRouteRef } from '../../routes';

/** What the form of a runbook begins with. */
export interface RunOn {
  /** Names of nodes. */
  node?: string[];
  /** Entity ref: all nodes that belong to it. */
  relatedTo?: string;
}

/** Returns the address of the form of a runbook. */
export function useStartLink(): (id: string, on?: RunOn) => string {
  const link = useRouteRef(startRunRouteRef);
  return useCallback(
    (id, on = {}) => `${link({ id })}${toQueryString({ ...on })}`,
    [link],
  );
}
