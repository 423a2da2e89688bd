import { alertApiRef, useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  managedNodesSyncManagePermission,
  StartSync,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useStartSync } from '@managed-nodes/plugin-managed-nodes-react';
import { useCallback } from 'react';

/** Said wherever a control is there that the user may not use. */
export const MANAGE_REASON = `It takes the permission ${managedNodesSyncManagePermission.name}; whoever keeps this portal’s permission policy can grant it.`;

/** Asking for a sync, and whether the user may. */
export interface SyncNow {
  /** False also while that is not known yet. */
  allowed: boolean;
  denied: boolean;
  pending: boolean;
  /** The last request that was accepted, and when. */
  accepted?: { request: StartSync; at: string };
  error: Error | null;
  /** Stays the same function. */
  ask: (request: StartSync) => void;
}

/** One for all the controls of a page, so that they speak of the same request. */
export function useSyncNow(): SyncNow {
  const alertApi = useApi(alertApiRef);
  const { loading, allowed } = usePermission({
    permission: managedNodesSyncManagePermission,
  });
  const { mutate, isPending, isSuccess, variables, submittedAt, error } =
    useStartSync();

  const ask = useCallback(
    (request: StartSync) =>
      mutate(request, {
        onError: cause =>
          alertApi.post({
            message: `The sync was not asked for: ${cause.message}`,
            severity: 'error',
          }),
      }),
    [mutate, alertApi],
  );

  return {
    allowed,
    denied: !loading && !allowed,
    pending: isPending,
    accepted:
      isSuccess && variables
        ? { request: variables, at: new Date(submittedAt).toISOString() }
        : undefined,
    error,
    ask,
  };
}
