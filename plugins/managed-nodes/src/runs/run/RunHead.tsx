import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EntityLink,
  RelativeTime,
  RunStateChip,
  useNow,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { RunActions } from './RunActions';
import { runSentence, tookWords } from './runSentence';

const useStyles = makeStyles(theme => ({
  sentence: {
    fontSize: 28,
    fontWeight: 600,
    marginBottom: theme.spacing(1),
    overflowWrap: 'anywhere',
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
  },
  state: { display: 'inline-flex' },
  quiet: {
    color: theme.palette.textSubtle,
    '& a': { textDecoration: 'underline' },
  },
}));

/** How a run goes, who wanted it and when, and what can be done about it. */
export const RunHead = (props: { run: Run }) => {
  const classes = useStyles();
  const now = useNow();
  const { run } = props;
  const took = tookWords(
    { startedAt: run.launchedAt, endedAt: run.endedAt },
    now,
  );
  return (
    <div>
      <Typography variant="h4" component="h2" className={classes.sentence}>
        {runSentence(run)}
      </Typography>
      <div className={classes.line}>
        <span role="status" className={classes.state}>
          <RunStateChip state={run.state} />
        </span>
        <span className={classes.quiet}>
          {run.approval ? 'asked for by ' : 'started by '}
          <EntityLink entityRef={run.startedBy} />{' '}
          <RelativeTime value={run.startedAt} />
          {took && (run.endedAt ? `, took ${took}` : `, for ${took} so far`)}
        </span>
        <RunActions run={run} />
      </div>
      {run.note && (
        <div className={classes.quiet}>
          Note: <bdi>{run.note}</bdi>
        </div>
      )}
    </div>
  );
};
