import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { Problem } from '../Problem';
import { HeldNotice } from './HeldNotice';
import { mergedWarnings } from './mergedWarnings';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1), overflowWrap: 'anywhere' },
  quiet: { color: theme.palette.textSubtle },
}));

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
  const { error, heldRemovals, nodes } = target;
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
      {mergedWarnings(target).map(({ key, lead, problem }) => (
        <Problem key={key} problem={problem} lead={lead} />
      ))}
    </div>
  );
};
