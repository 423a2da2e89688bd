import { ResponseError } from '@backstage/errors';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Run, toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  EntityLink,
  useLaunchRun,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { Link as RouterLink } from 'react-router-dom';
import { startRunRouteRef } from '../../routes';
import { reasonOf } from '../../shared/reasonOf';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1.5),
  },
  problem: {
    width: '100%',
    color: theme.palette.error.main,
    overflowWrap: 'anywhere',
  },
}));

/** Starts what was approved; to others it says who does. */
export const StartNow = (props: { run: Run }) => {
  const classes = useStyles();
  const { run } = props;
  const launch = useLaunchRun(run.id);
  const form = useRouteRef(startRunRouteRef)({ id: run.runbook });
  if (!run.canStart) {
    return (
      <div>
        <EntityLink entityRef={run.startedBy} /> can start it now.
      </div>
    );
  }
  const changed =
    launch.error instanceof ResponseError && launch.error.statusCode === 409;
  return (
    <div className={classes.root}>
      <Button
        size="large"
        variant="contained"
        color="primary"
        disabled={launch.isPending}
        onClick={() => launch.mutate()}
      >
        {launch.isPending
          ? 'Starting …'
          : `Start now${run.nodes ? ` on ${countOf(run.nodes, 'node')}` : ''}`}
      </Button>
      <span>Nothing has been done yet.</span>
      {launch.error && (
        <div role="alert" className={classes.problem}>
          It was not started: {reasonOf(launch.error)}
          {changed && (
            <>
              {' '}
              <Button
                size="small"
                variant="outlined"
                component={RouterLink}
                to={`${form}${toQueryString({ again: run.id })}`}
              >
                Ask for it anew
              </Button>
            </>
          )}
        </div>
      )}
    </div>
  );
};
