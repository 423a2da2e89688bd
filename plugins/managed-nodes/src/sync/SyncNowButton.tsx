import { alertApiRef, useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { managedNodesSyncManagePermission } from '@managed-nodes/plugin-managed-nodes-common';
import {
  RelativeTime,
  useStartSync,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import SyncIcon from '@material-ui/icons/Sync';
import { useId } from 'react';

const useStyles = makeStyles(theme => ({
  root: { maxWidth: 320 },
  reason: {
    marginTop: theme.spacing(0.5),
    fontSize: 13,
    color: theme.palette.textSubtle,
    overflowWrap: 'anywhere',
  },
}));

/** Starts a sync. Those who may not are told which permission it takes. */
export const SyncNowButton = (props: { running: boolean; targets: number }) => {
  const classes = useStyles();
  const reasonId = useId();
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

  return (
    <div className={classes.root}>
      <Button
        variant="contained"
        color="primary"
        startIcon={<SyncIcon />}
        disabled={loading || denied || busy || !props.targets}
        aria-describedby={denied ? reasonId : undefined}
        onClick={run}
      >
        {busy ? 'Syncing…' : 'Sync all targets now'}
      </Button>
      {start.isSuccess && (
        <div role="status" className={classes.reason}>
          Started{' '}
          <RelativeTime value={new Date(start.submittedAt).toISOString()} />
        </div>
      )}
      {denied && (
        <div id={reasonId} className={classes.reason}>
          It takes the permission {managedNodesSyncManagePermission.name};
          whoever keeps this portal’s permission policy can grant it.
        </div>
      )}
    </div>
  );
};
