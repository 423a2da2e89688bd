import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { Problem } from '../Problem';
import { HeldNotice } from './HeldNotice';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1), overflowWrap: 'anywhere' },
  quiet: { color: theme.palette.textSubtle },
}));

const PARTS: Record<TargetHealth['warnings'][number]['part'], string> = {
  tags: 'Tags could not be read',
  patches: 'Patch states could not be read',
  agents: 'Agent versions could not be read',
  instances: 'EC2 instances could not be read',
  objects: 'Some objects of the bucket were skipped',
};

/** Whether there is anything to tell beneath a target. */
export function hasProblems(target: TargetHealth): boolean {
  return Boolean(target.error || target.heldRemovals || target.warnings.length);
}

/** What is wrong with a target and what helps, in words. */
export const TargetProblems = (props: {
  target: TargetHealth;
  mayDecide: boolean;
}) => {
  const classes = useStyles();
  const { target, mayDecide } = props;
  const { error, heldRemovals, warnings, nodes } = target;
  return (
    <div className={classes.root}>
      {error && (
        <div>
          <Problem problem={error} />
          {nodes > 0 && (
            <div className={classes.quiet}>
              {nodes === 1
                ? 'Its one node stays as last known.'
                : `Its ${countOf(nodes, 'node')} stay as last known.`}
            </div>
          )}
        </div>
      )}
      {heldRemovals && (
        <HeldNotice target={target} held={heldRemovals} mayDecide={mayDecide} />
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
