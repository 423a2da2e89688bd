import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { CopyButton } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: { overflowWrap: 'anywhere' },
  code: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: '0.9em',
  },
  quiet: { color: theme.palette.textSubtle },
}));

/** What AWS or we say went wrong, and the IAM action that would help, to copy. */
export const Problem = (props: {
  problem: SyncProblem;
  /** What it means for the portal; stands before it. */
  lead?: string;
}) => {
  const classes = useStyles();
  const { problem, lead } = props;
  const action = problem.missingIamAction;
  return (
    <div className={classes.root}>
      {lead && `${lead}. `}
      {action && (
        <div>
          AWS does not let this portal call{' '}
          <code className={classes.code}>{action}</code>
          <CopyButton text={action} what="IAM action" />; grant it that IAM
          action.
        </div>
      )}
      <div className={action ? classes.quiet : undefined}>
        <bdi>{problem.message}</bdi>{' '}
        <span className={`${classes.code} ${classes.quiet}`}>
          {problem.code}
        </span>
      </div>
    </div>
  );
};
