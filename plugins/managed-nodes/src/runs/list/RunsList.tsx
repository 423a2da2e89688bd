import { RunRequest } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  SkeletonLines,
  useRuns,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { LoadMore } from '../../shared/LoadMore';
import { RunsTable } from './RunsTable';

const PAGE_SIZE = 25;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
}));

/** The runs that a filter finds: of a node, an application, a runbook, or any. */
export const RunsList = (props: {
  filter: Omit<RunRequest, 'cursor' | 'limit'>;
  /** What is said when there are none. */
  empty?: ReactNode;
}) => {
  const classes = useStyles();
  const { filter, empty } = props;
  const list = useRuns({ ...filter, limit: PAGE_SIZE });
  const runs = list.data?.pages.flatMap(page => page.items);
  if (!runs) {
    return list.error ? (
      <ErrorState error={list.error} onRetry={list.refetch} />
    ) : (
      <SkeletonLines lines={8} />
    );
  }
  if (!runs.length) {
    return <>{empty ?? <EmptyState title="Nothing has been run here yet" />}</>;
  }
  return (
    <div className={classes.root} aria-busy={list.isPlaceholderData}>
      <RunsTable runs={runs} />
      <LoadMore list={list} />
    </div>
  );
};
