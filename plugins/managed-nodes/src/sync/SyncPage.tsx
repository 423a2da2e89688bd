import {
  managedNodesSyncReadPermission,
  SyncHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  AsOf,
  duration,
  EmptyState,
  ErrorState,
  SkeletonLines,
  useSyncHealth,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { Feeds } from './feeds/Feeds';
import { SyncNowButtons } from './SyncNowButtons';
import { activitySentence, syncSentence } from './syncSentence';
import { TargetsBrowser } from './targets/TargetsBrowser';
import { useSyncNow } from './useSyncNow';
import { useSyncView } from './view/useSyncView';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(3),
    maxWidth: 1440,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    '@media (min-width: 1100px)': { flexWrap: 'nowrap' },
  },
  sentence: { fontWeight: 600 },
  quiet: { color: theme.palette.textSubtle },
}));

const Health = (props: {
  health: SyncHealth;
  /** Why it could not be renewed, if so. */
  error: Error | null;
}) => {
  const classes = useStyles();
  const reasonId = useId();
  const { health, error } = props;
  const view = useSyncView();
  const syncNow = useSyncNow();

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
          <div className={classes.quiet}>
            <span role="status">
              {activitySentence(
                health,
                duration(health.intervalSeconds * 1000),
              )}
            </span>{' '}
            · <AsOf value={health.asOf} />
          </div>
          {error && (
            <div role="alert" className={classes.quiet}>
              It could not be read anew: {error.message}
            </div>
          )}
        </div>
        <SyncNowButtons
          targets={health.targets}
          accounts={view.filter.account}
          syncNow={syncNow}
          reasonId={reasonId}
        />
      </div>
      <Feeds health={health} bad />
      {health.targets.length ? (
        <TargetsBrowser
          targets={health.targets}
          view={view}
          syncNow={syncNow}
          reasonId={reasonId}
        />
      ) : (
        <EmptyState title="There is nothing to read">
          {health.discovery
            ? 'Targets appear once accounts of the organization are found.'
            : 'Name accounts and Regions under managedNodes.targets in this portal’s config.'}
        </EmptyState>
      )}
      <Feeds health={health} bad={false} />
    </div>
  );
};

/** Whether what the portal shows is what AWS has. */
export const SyncPage = () => {
  const { data, error, refetch } = useSyncHealth();
  if (data) {
    return <Health health={data} error={error} />;
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
