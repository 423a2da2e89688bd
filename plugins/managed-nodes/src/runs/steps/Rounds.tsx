import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { capped, plainText } from '../../shared/operations/plainText';
import { isOfInterest, Round } from './stepTree';
import { StepItem } from './StepItem';

/** Rounds that are shown at once: a loop may go round a thousand times. */
const AT_ONCE = 20;

const useStyles = makeStyles(theme => ({
  round: { listStyle: 'none', padding: theme.spacing(0.25, 0) },
  title: { fontSize: 13, fontWeight: 600, overflowWrap: 'anywhere' },
  list: { margin: 0, padding: theme.spacing(0, 0, 0, 2) },
}));

/** The rounds of a loop: those of interest first, each with what it was for. */
export const Rounds = (props: { run: string; rounds: Round[] }) => {
  const classes = useStyles();
  const [limit, setLimit] = useState(AT_ONCE);
  const { run, rounds } = props;
  const ofInterest = rounds.filter(round => round.steps.some(isOfInterest));
  const others = rounds.filter(round => !round.steps.some(isOfInterest));
  // Few are shown in their order; of many the telling ones must not be lost.
  const inOrder = rounds.length > AT_ONCE ? [...ofInterest, ...others] : rounds;
  const rest = rounds.length - limit;
  return (
    <>
      {inOrder.slice(0, limit).map(({ iteration, value, steps }) => (
        <li key={iteration} className={classes.round}>
          <div className={classes.title}>
            Round {iteration + 1}
            {value !== null && (
              <>
                : <bdi>{capped(plainText(value), 120).text}</bdi>
              </>
            )}
          </div>
          <ul className={classes.list}>
            {steps.map(node => (
              <StepItem key={node.step.id} run={run} node={node} />
            ))}
          </ul>
        </li>
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
