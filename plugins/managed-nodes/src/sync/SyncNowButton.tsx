import { alertApiRef, useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { managedNodesSyncManagePermission } from '@managed-nodes/plugin-managed-nodes-common';
import { useStartSync } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import SyncIcon from '@material-ui/icons/Sync';

/** Starts a sync. Those who may not are told which permission it takes. */
export const SyncNowButton = (props: { running: boolean; targets: number }) => {
  const alertApi = useApi(alertApiRef);
  const { loading, allowed } = usePermission({
    permission: managedNodesSyncManagePermission,
  });
  const start = useStartSync();
  const denied = !loading && !allowed;
  const busy = props.running || start.isPending;

  const run = () =>
    start.mutate(undefined, {
      onError: error =>
        alertApi.post({
          message: `The sync did not start: ${error.message}`,
          severity: 'error',
        }),
    });

  const reason = denied
    ? `It takes the permission ${managedNodesSyncManagePermission.name}; whoever keeps this portal’s permission policy can grant it.`
    : '';
  return (
    <Tooltip title={reason}>
      <span tabIndex={denied ? 0 : undefined}>
        <Button
          variant="contained"
          color="primary"
          startIcon={<SyncIcon />}
          disabled={loading || denied || busy || !props.targets}
          onClick={run}
        >
          {busy ? 'Syncing…' : 'Sync all targets now'}
        </Button>
      </span>
    </Tooltip>
  );
};
