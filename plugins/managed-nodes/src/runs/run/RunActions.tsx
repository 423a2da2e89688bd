import { useRouteRef } from '@backstage/core-plugin-api';
import { Run, toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  isRunOver,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { Link as RouterLink } from 'react-router-dom';
import { startRunRouteRef } from '../../routes';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { CancelRun } from './CancelRun';
import { RetryRun } from './RetryRun';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
}));

/** What can be done about a run, and with it. */
export const RunActions = (props: { run: Run }) => {
  const classes = useStyles();
  const form = useRouteRef(startRunRouteRef);
  const { run } = props;
  const over = isRunOver(run.state);
  const asked = ['awaiting-approval', 'approved'].includes(run.state);
  // Nobody misses that they cannot take back what others asked for.
  const cancellable =
    !over && run.state !== 'cancelling' && (run.canCancel || !asked);
  return (
    <span className={classes.root} {...HIDDEN_IN_PRINT}>
      {cancellable && <CancelRun run={run} />}
      {run.canRetry && <RetryRun run={run} />}
      {over && (
        <Button
          size="small"
          variant="outlined"
          component={RouterLink}
          to={`${form({ id: run.runbook })}${toQueryString({
            again: run.id,
          })}`}
        >
          Run again
        </Button>
      )}
      <CopyButton text={window.location.href} what="link to this run" />
    </span>
  );
};
