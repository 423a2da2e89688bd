import { NodeOutcome } from '@managed-nodes/plugin-managed-nodes-common';
import {
  formatCount,
  NODE_OUTCOME_WORDS,
  NodeOutcomeChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { PRINT_INK } from '../print';
import { Outcomes, OUTCOMES } from './outcomes';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    height: 10,
    overflow: 'hidden',
    borderRadius: 5,
    background: theme.palette.action.hover,
  },
  part: { transition: 'width 400ms' },
  succeeded: { background: theme.palette.status.ok },
  running: { background: theme.palette.status.running },
  waiting: { background: theme.palette.status.warning },
  queued: { background: 'transparent' },
  failed: { background: theme.palette.status.error },
  'timed-out': { background: theme.palette.status.error },
  'not-sent': { background: theme.palette.status.aborted },
  cancelled: { background: theme.palette.status.aborted },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 1),
    marginTop: theme.spacing(1),
  },
  count: {
    marginLeft: theme.spacing(0.75),
    fontVariantNumeric: 'tabular-nums',
    fontWeight: 600,
  },
}));

/** How far something has come on nodes; each part narrows the list below. */
export const OutcomeBar = (props: {
  outcomes: Outcomes;
  /** What outcomes are called. Default: as in commands. */
  words?: Record<NodeOutcome, string>;
  chosen: NodeOutcome[];
  onToggle: (outcome: NodeOutcome) => void;
}) => {
  const classes = useStyles();
  const { outcomes, words = NODE_OUTCOME_WORDS, chosen, onToggle } = props;
  const present = OUTCOMES.filter(outcome => outcomes[outcome] > 0);
  const nodes = present.reduce((sum, outcome) => sum + outcomes[outcome], 0);
  return (
    <div>
      <div className={classes.bar} aria-hidden {...PRINT_INK}>
        {present.map(outcome => (
          <div
            key={outcome}
            className={`${classes.part} ${classes[outcome]}`}
            style={{ width: `${(100 * outcomes[outcome]) / nodes}%` }}
          />
        ))}
      </div>
      <div
        className={classes.legend}
        role="group"
        aria-label="Nodes by outcome"
      >
        {present.map(outcome => (
          <Button
            key={outcome}
            size="small"
            variant={chosen.includes(outcome) ? 'outlined' : 'text'}
            aria-pressed={chosen.includes(outcome)}
            aria-label={`${words[outcome]} ${formatCount(outcomes[outcome])}`}
            onClick={() => onToggle(outcome)}
          >
            <NodeOutcomeChip outcome={outcome} words={words} />
            <span className={classes.count}>
              {formatCount(outcomes[outcome])}
            </span>
          </Button>
        ))}
      </div>
    </div>
  );
};
