import {
  RunStep,
  SignalStep,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useSignalRun } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { reasonOf } from '../../shared/reasonOf';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    margin: theme.spacing(1, 0),
  },
  comment: { flex: '1 1 220px', maxWidth: 420 },
  problem: { width: '100%', color: theme.palette.error.main },
}));

const SIGNAL_WORDS: Record<SignalStep['signal'], string> = {
  approve: 'Approve',
  reject: 'Reject',
  resume: 'Go on',
};

/** Answers a step that waits for a person. */
export const StepSignals = (props: { run: string; step: RunStep }) => {
  const classes = useStyles();
  const id = useId();
  const [comment, setComment] = useState('');
  const { run, step } = props;
  const answer = useSignalRun(run);
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={`Answer ${step.name}`}
    >
      <TextField
        id={id}
        size="small"
        variant="outlined"
        label="Comment"
        className={classes.comment}
        value={comment}
        onChange={event => setComment(event.target.value)}
        inputProps={{ maxLength: 1000 }}
      />
      {step.signals.map(signal => (
        <Button
          key={signal}
          size="small"
          variant={signal === 'reject' ? 'outlined' : 'contained'}
          color={signal === 'reject' ? 'default' : 'primary'}
          disabled={answer.isPending}
          onClick={() =>
            answer.mutate({
              execution: step.execution,
              step: step.name,
              signal,
              comment: comment.trim() || undefined,
            })
          }
        >
          {SIGNAL_WORDS[signal]}
        </Button>
      ))}
      {answer.error && (
        <div role="alert" className={classes.problem}>
          It was not answered: {reasonOf(answer.error)}
        </div>
      )}
    </div>
  );
};
