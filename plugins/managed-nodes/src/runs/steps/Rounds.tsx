import { capped, plainText } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  StepStateChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useId, useState } from 'react';
import { Opener } from './Opener';
import { isOfInterest, Round, StepNode, stateOf } from './stepTree';

/** Rounds that are shown at once: a loop may go round a thousand times. */
const AT_ONCE = 20;

const useStyles = makeStyles(theme => ({
  round: { listStyle: 'none', padding: theme.spacing(0.25, 0) },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.25, 1.5),
  },
  state: { display: 'inline-flex', minWidth: 110 },
  title: { fontWeight: 600, overflowWrap: 'anywhere' },
  list: {
    margin: theme.spacing(0.25, 0, 0.5, 0.75),
    padding: theme.spacing(0, 0, 0, 2),
    borderLeft: `2px solid ${theme.palette.divider}`,
  },
}));

/** One round of a loop; open when something in it is under way or failed. */
const RoundItem = (props: {
  round: Round;
  step: (node: StepNode) => ReactNode;
}) => {
  const classes = useStyles();
  const id = useId();
  const [chosen, setChosen] = useState<boolean>();
  const { iteration, value, steps } = props.round;
  const open = chosen ?? steps.some(isOfInterest);
  const title = `Round ${iteration + 1}`;
  return (
    <li className={classes.round}>
      <div className={classes.line}>
        <span className={classes.state}>
          <StepStateChip state={stateOf(steps)} />
        </span>
        <span className={classes.title}>
          {title}
          {value !== null && (
            <>
              : <bdi>{capped(plainText(value), 120).text}</bdi>
            </>
          )}
        </span>
        <Opener
          open={open}
          controls={id}
          of={title.toLocaleLowerCase('en')}
          onToggle={() => setChosen(!open)}
        >
          {countOf(steps.length, 'step')}
        </Opener>
      </div>
      {open && (
        <ul id={id} className={classes.list}>
          {steps.map(props.step)}
        </ul>
      )}
    </li>
  );
};

/** The rounds of a loop: those of interest first where there are many. */
export const Rounds = (props: {
  rounds: Round[];
  /** Draws a step of a round. */
  step: (node: StepNode) => ReactNode;
}) => {
  const classes = useStyles();
  const [limit, setLimit] = useState(AT_ONCE);
  const { rounds, step } = props;
  const isTelling = (round: Round) => round.steps.some(isOfInterest);
  // Few are shown in their order; of many the telling ones must not be lost.
  const inOrder =
    rounds.length > AT_ONCE
      ? [
          ...rounds.filter(isTelling),
          ...rounds.filter(round => !isTelling(round)),
        ]
      : rounds;
  const rest = rounds.length - limit;
  return (
    <>
      {inOrder.slice(0, limit).map(round => (
        <RoundItem key={round.iteration} round={round} step={step} />
      ))}
      {rest > 0 && (
        <li className={classes.round}>
          <Button size="small" onClick={() => setLimit(limit + 5 * AT_ONCE)}>
            Show more of {countOf(rest, 'further round')}
          </Button>
        </li>
      )}
    </>
  );
};
