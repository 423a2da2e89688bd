import { plainText } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  StepStateChip,
  useNow,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { tookWords } from '../run/runSentence';
import { Opener } from './Opener';
import { Rounds } from './Rounds';
import { isOfInterest, StepNode } from './stepTree';
import { StepSignals } from './StepSignals';
import { Values } from './Values';

const useStyles = makeStyles(theme => ({
  item: { listStyle: 'none', padding: theme.spacing(0.25, 0) },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.25, 1.5),
  },
  state: { display: 'inline-flex', minWidth: 110 },
  name: { fontWeight: 600, overflowWrap: 'anywhere' },
  quiet: { color: theme.palette.textSubtle, fontSize: 13 },
  failure: {
    margin: theme.spacing(0.5, 0),
    paddingLeft: theme.spacing(1),
    borderLeft: `3px solid ${theme.palette.error.main}`,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  more: {
    margin: theme.spacing(0.5, 0, 1),
    paddingLeft: theme.spacing(2),
    borderLeft: `2px solid ${theme.palette.divider}`,
  },
  list: {
    margin: theme.spacing(0.25, 0, 0.5, 0.75),
    padding: theme.spacing(0, 0, 0, 2),
    borderLeft: `2px solid ${theme.palette.divider}`,
  },
}));

/** A step: how it stands, why it failed, what it was given and gave, and what is part of it. */
export const StepItem = (props: { run: string; node: StepNode }) => {
  const classes = useStyles();
  const now = useNow();
  const id = useId();
  const { run, node } = props;
  const { step, steps, rounds } = node;
  const parts = steps.length + rounds.length;
  // What is under way or failed is shown until somebody says otherwise.
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? isOfInterest(node);
  const [detailed, setDetailed] = useState(false);
  const hasValues =
    Object.keys(step.inputs).length + Object.keys(step.outputs).length > 0;
  const name = plainText(step.name);
  const took = tookWords(step, now);
  const draw = (part: StepNode) => (
    <StepItem key={part.step.id} run={run} node={part} />
  );
  return (
    <li className={classes.item}>
      <div className={classes.line}>
        <span className={classes.state}>
          <StepStateChip state={step.state} />
        </span>
        <bdi className={classes.name}>{name}</bdi>
        <span className={classes.quiet}>
          {step.action}
          {took && ` · ${took}`}
        </span>
        {parts > 0 && (
          <Opener
            open={open}
            controls={`${id}parts`}
            of={name}
            onToggle={() => setChosen(!open)}
          >
            {rounds.length
              ? countOf(rounds.length, 'round')
              : countOf(parts, 'step')}
          </Opener>
        )}
        {hasValues && (
          <Opener
            open={detailed}
            controls={`${id}values`}
            of={name}
            onToggle={() => setDetailed(!detailed)}
          >
            inputs and outputs
          </Opener>
        )}
      </div>
      {step.failure && (
        <div className={classes.failure}>{plainText(step.failure)}</div>
      )}
      {step.state === 'waiting' &&
        (step.signals.length ? (
          <StepSignals run={run} step={step} />
        ) : (
          <div className={classes.quiet}>
            It waits for somebody who may answer it; you may not.
          </div>
        ))}
      {detailed && (
        <div id={`${id}values`} className={classes.more}>
          <Values title="Inputs" values={step.inputs} name={`${name}-input`} />
          <Values
            title="Outputs"
            values={step.outputs}
            name={`${name}-output`}
          />
        </div>
      )}
      {open && parts > 0 && (
        <ul id={`${id}parts`} className={classes.list}>
          {steps.map(draw)}
          <Rounds rounds={rounds} step={draw} />
        </ul>
      )}
    </li>
  );
};
