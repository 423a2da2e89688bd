import { SyncHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  duration,
  EmptyState,
  ErrorState,
  formatCount,
  SkeletonLines,
  useSyncHealth,
} from '@managed-nodes/plugin-managed-nodes-react';
import { managedNodesSyncReadPermission } from '@managed-nodes/plugin-managed-nodes-common';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { CatalogHealth } from './CatalogHealth';
import { SyncNowButton } from './SyncNowButton';
import { syncSentence } from './syncSentence';
import { TargetsTable } from './TargetsTable';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(3), maxWidth: 1280 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    alignItems: 'flex-start',
    justifyContent: 'space-between',
  },
  sentence: { fontWeight: 600 },
  quiet: { color: theme.palette.textSubtle },
}));

const Health = (props: { health: SyncHealth }) => {
  const classes = useStyles();
  const { health } = props;
  const running = health.targets.filter(
    target => target.state === 'running',
  ).length;
  const nodes = health.targets.reduce((sum, target) => sum + target.nodes, 0);

  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <div>
          <Typography
            variant="h4"
            component="h2"
            className={classes.sentence}
            gutterBottom
          >
            {syncSentence(health)}.
          </Typography>
          <Typography className={classes.quiet} role="status">
            {running
              ? `${formatCount(running)} of ${formatCount(
                  health.targets.length,
                )} targets are being read now.`
              : `${formatCount(nodes)} nodes, read every ${duration(
                  health.intervalSeconds * 1000,
                )}.`}
          </Typography>
        </div>
        <SyncNowButton running={running > 0} targets={health.targets.length} />
      </div>
      {health.targets.length ? (
        <TargetsTable targets={health.targets} />
      ) : (
        <EmptyState title="There is nothing to read">
          Name accounts and Regions under managedNodes.targets in this portal’s
          config.
        </EmptyState>
      )}
      <CatalogHealth catalog={health.catalog} />
    </div>
  );
};

/** Whether what the portal shows is what AWS has. */
export const SyncPage = () => {
  const { data, error, refetch } = useSyncHealth();
  if (data) {
    return <Health health={data} />;
  }
  if (error) {
    return (
      <ErrorState
        error={error}
        onRetry={refetch}
        permission={managedNodesSyncReadPermission.name}
      />
    );
  }
  return <SkeletonLines lines={8} />;
};
