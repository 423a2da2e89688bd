import {
  HeldDecision,
  HeldNodes,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { DismissedBy } from '../targets/HeldNotice';
import { AcceptForm } from './AcceptForm';
import { DecisionError } from './DecisionError';
import { HeldNodesTable } from './HeldNodesTable';
import { KeepForm } from './KeepForm';

const useStyles = makeStyles(theme => ({
  sentence: { fontWeight: 600 },
  quiet: { color: theme.palette.textSubtle },
  choices: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
  },
}));

/** What is held and why, the two things one can do about it, and the nodes concerned. */
export const HeldReview = (props: {
  held: HeldNodes;
  /** What the target is called. */
  place: string;
  deciding: boolean;
  error: Error | null;
  onDecide: (decision: HeldDecision['decision']) => void;
  onLookAgain: () => void;
}) => {
  const classes = useStyles();
  const { held, nodes } = props.held;
  const { place, deciding, error, onDecide, onLookAgain } = props;
  return (
    <>
      <div>
        <Typography
          variant="h4"
          component="h2"
          className={classes.sentence}
          gutterBottom
        >
          {formatCount(held.missing)} of {countOf(held.known, 'node')} were not
          listed in {place}.
        </Typography>
        <div className={classes.quiet}>
          Held since <RelativeTime value={held.since} />. A listing that leaves
          out so many at once is more often wrong than right, so none of them
          was removed.{' '}
          {held.dismissedAt && (
            <strong>
              <DismissedBy held={held} />
            </strong>
          )}
        </div>
      </div>
      {error && <DecisionError error={error} onLookAgain={onLookAgain} />}
      <div className={classes.choices}>
        <AcceptForm
          count={held.missing}
          disabled={deciding}
          onAccept={() => onDecide('accept')}
        />
        <KeepForm
          count={held.missing}
          disabled={deciding}
          kept={held.dismissedAt !== null}
          onKeep={() => onDecide('dismiss')}
        />
      </div>
      <HeldNodesTable nodes={nodes} total={held.missing} />
    </>
  );
};
