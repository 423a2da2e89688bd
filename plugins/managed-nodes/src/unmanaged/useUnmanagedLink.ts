import { useRouteRef } from '@backstage/core-plugin-api';
import { UnmanagedFilter } from '@managed-nodes/plugin-managed-nodes-react';
import { useCallback } from 'react';
import { unmanagedRouteRef } from '../routes';
import { writeFilter } from './unmanagedView';

/** Returns the address of the list of unmanaged instances under a filter. */
export function useUnmanagedLink(): (filter: UnmanagedFilter) => string {
  const link = useRouteRef(unmanagedRouteRef);
  return useCallback(
    filter => {
      const query = writeFilter(filter).toString();
      return query ? `${link()}?${query}` : link();
    },
    [link],
  );
}
