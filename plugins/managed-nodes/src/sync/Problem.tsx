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
  return (
    <div className={classes.root}>
      {lead && `${lead}: `}
      <bdi>{problem.message}</bdi>{' '}
      <span className={`${classes.code} ${classes.quiet}`}>{problem.code}</span>
      {problem.missingIamAction && (
        <div>
          Missing IAM action:{' '}
          <code className={classes.code}>{problem.missingIamAction}</code>
          <CopyButton text={problem.missingIamAction} what="IAM action" />
        </div>
      )}
    </div>
  );
};
