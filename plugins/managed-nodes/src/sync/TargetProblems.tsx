import {
  SyncProblem,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  countOf,
  formatCount,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1), overflowWrap: 'anywhere' },
  code: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: '0.9em',
  },
  quiet: { color: theme.palette.textSubtle },
}));

const PARTS = {
  tags: 'Tags could not be read',
  patches: 'Patch states could not be read',
  agents: 'Agent versions could not be read',
};

const Problem = (props: { problem: SyncProblem; lead?: string }) => {
  const classes = useStyles();
  const { problem, lead } = props;
  return (
    <div>
      {lead && `${lead}: `}
      {problem.message}{' '}
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

/** Whether there is anything to tell beneath a target. */
export function hasProblems(target: TargetHealth): boolean {
  return Boolean(target.error || target.heldRemovals || target.warnings.length);
}

/** What is wrong with a target and what helps, in words. */
export const TargetProblems = (props: { target: TargetHealth }) => {
  const classes = useStyles();
  const { error, heldRemovals, warnings, nodes } = props.target;
  return (
    <div className={classes.root}>
      {error && (
        <div>
          <Problem problem={error} />
          <div className={classes.quiet}>
            Its {countOf(nodes, 'node')} stay as last known.
          </div>
        </div>
      )}
      {heldRemovals && (
        <div>
          A listing came without {formatCount(heldRemovals.missing)} of{' '}
          {countOf(heldRemovals.known, 'node')}, too many to believe at once:
          none was removed. Held since{' '}
          <RelativeTime value={heldRemovals.since} />.
        </div>
      )}
      {warnings.map(warning => (
        <Problem
          key={warning.part}
          problem={warning}
          lead={PARTS[warning.part]}
        />
      ))}
    </div>
  );
};
