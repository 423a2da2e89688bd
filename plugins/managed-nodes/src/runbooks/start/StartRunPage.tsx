import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Runbook } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  SkeletonLines,
  useRunbook,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { runbookRouteRef, runbooksRouteRef } from '../../routes';
import { whyNot } from '../pieces/canRun';
import { RunbookError } from '../pieces/RunbookError';
import { RunbookIcon } from '../pieces/RunbookIcon';
import { Beginning, readBeginning, useBeginning } from './beginning';
import { StartRun } from './StartRun';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
    maxWidth: 960,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
  },
  title: { fontSize: 28, fontWeight: 600, overflowWrap: 'anywhere' },
}));

const Form = (props: { runbook: Runbook; beginning: Beginning }) => {
  const { runbook, beginning } = props;
  const { start, error, retry } = useBeginning(runbook, beginning);
  if (start) {
    return <StartRun runbook={runbook} beginning={beginning} first={start} />;
  }
  return error ? (
    <ErrorState error={error} onRetry={retry} />
  ) : (
    <SkeletonLines lines={8} />
  );
};

/** Where a run of a runbook is put together, looked at, and started. */
export const StartRunPage = () => {
  const classes = useStyles();
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const beginning = useMemo(() => readBeginning(params), [params]);
  const runbooks = useRouteRef(runbooksRouteRef)();
  const page = useRouteRef(runbookRouteRef)({ id });
  const { data, error, refetch } = useRunbook(id);

  const body = () => {
    if (data) {
      const denied = whyNot(data);
      return denied ? (
        <EmptyState
          title="You cannot run it now"
          action={<Link to={page}>What it does, and who may run it</Link>}
        >
          {denied}
        </EmptyState>
      ) : (
        <Form key={params.toString()} runbook={data} beginning={beginning} />
      );
    }
    return error ? (
      <RunbookError error={error} onRetry={refetch} />
    ) : (
      <SkeletonLines lines={8} />
    );
  };

  return (
    <div className={classes.root}>
      <div>
        <Link to={runbooks}>Runbooks</Link>
        {' › '}
        <Link to={page}>{data?.title ?? id}</Link>
      </div>
      {data && (
        <div className={classes.head}>
          <RunbookIcon icon={data.icon} />
          <Typography variant="h4" component="h2" className={classes.title}>
            {data.title}
            {beginning.retryOf && ', once more'}
          </Typography>
        </div>
      )}
      {body()}
    </div>
  );
};
