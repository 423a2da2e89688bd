import { DecideRun, Run } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  EntityLink,
  useDecideRun,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useRef, useState } from 'react';
import { reasonOf } from '../../shared/reasonOf';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1.5), maxWidth: 640 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  problem: { color: theme.palette.error.main, overflowWrap: 'anywhere' },
}));

/** Approves or rejects; rejecting takes a reason. */
export const DecideForm = (props: { run: Run }) => {
  const classes = useStyles();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const { run } = props;
  const decide = useDecideRun(run.id);
  const act = (decision: DecideRun['decision']) => {
    if (decision === 'reject' && !comment.trim()) {
      setMissing(true);
      field.current?.focus();
      return;
    }
    setMissing(false);
    decide.mutate({ decision, comment: comment.trim() || undefined });
  };
  return (
    <div className={classes.root}>
      <div>
        What is approved is this, on exactly these nodes, with exactly these
        parameters. Once it is, <EntityLink entityRef={run.startedBy} /> starts
        it; if anything has changed by then, it does not start.
      </div>
      <TextField
        id={id}
        inputRef={field}
        size="small"
        variant="outlined"
        label="Comment"
        multiline
        minRows={2}
        value={comment}
        error={missing}
        helperText={
          missing
            ? 'Say why you reject it, so that they know what to change.'
            : 'Needed to reject. Whoever asked for it reads it.'
        }
        onChange={event => setComment(event.target.value)}
        inputProps={{ maxLength: 1000 }}
      />
      <div className={classes.buttons}>
        <Button
          variant="contained"
          color="primary"
          disabled={decide.isPending}
          onClick={() => act('approve')}
        >
          {run.nodes
            ? `Approve it on ${countOf(run.nodes, 'node')}`
            : 'Approve it'}
        </Button>
        <Button
          variant="outlined"
          disabled={decide.isPending}
          onClick={() => act('reject')}
        >
          Reject
        </Button>
      </div>
      {decide.error && (
        <div role="alert" className={classes.problem}>
          It was not decided: {reasonOf(decide.error)}
        </div>
      )}
    </div>
  );
};
