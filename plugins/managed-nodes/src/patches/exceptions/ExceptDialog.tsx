import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EntityLink,
  useCreatePatchException,
  useNodePatches,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { makeStyles } from '@material-ui/core/styles';
import { FormEvent, useEffect, useId, useState } from 'react';
import { reasonOf } from '../../shared/reasonOf';
import { Surface } from '../../shared/Surface';
import { ExceptionFields } from './ExceptionFields';
import { draftProblems, newDraft, toException } from './exceptionForm';

const useStyles = makeStyles(theme => ({
  // Only the content scrolls: the buttons stay in sight.
  paper: {
    '& > *, & form': { display: 'flex', flexDirection: 'column', minHeight: 0 },
  },
  content: { display: 'grid', gap: theme.spacing(2), alignContent: 'start' },
  problem: { color: theme.palette.error.main, overflowWrap: 'anywhere' },
}));

/** All patches at once. */
export const ALL_PATCHES = '*';

const Form = (props: {
  node: ManagedNode;
  patch: string;
  titleId: string;
  /** Whether it is being sent, which nobody can walk away from. */
  onSending: (sending: boolean) => void;
  onClose: () => void;
}) => {
  const classes = useStyles();
  const id = useId();
  const { node, titleId, onSending, onClose } = props;
  const [draft, setDraft] = useState(() =>
    newDraft(node, props.patch, Date.now()),
  );
  // What is wrong is said once somebody tried, not while they write.
  const [tried, setTried] = useState(false);
  const create = useCreatePatchException();
  const { isPending } = create;
  useEffect(() => onSending(isPending), [onSending, isPending]);
  const patches = useNodePatches(node.name);
  const problems = draftProblems(draft, Date.now());
  const applications = [node.systemRef, node.componentRef].flatMap(
    ref => ref ?? [],
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!Object.keys(problems).length && !isPending) {
      create.mutate(toException(draft, node), { onSuccess: onClose });
    }
  };

  return (
    <form onSubmit={submit} noValidate>
      <DialogTitle id={titleId}>Except from a patch</DialogTitle>
      <DialogContent dividers className={classes.content}>
        <div>
          What is excepted counts as kept until the exception ends, by itself,
          on the day you choose. Everybody who sees the node sees it, with your
          name.
        </div>
        {applications.length > 0 && (
          <FormControl component="fieldset" disabled={isPending}>
            <FormLabel component="legend">For</FormLabel>
            <RadioGroup
              name={`${id}-subject`}
              value={draft.subject}
              onChange={event =>
                setDraft({ ...draft, subject: event.target.value })
              }
            >
              <FormControlLabel
                value={node.name}
                control={<Radio color="primary" size="small" />}
                label={`This node only: ${node.title}`}
              />
              {applications.map(ref => (
                <FormControlLabel
                  key={ref}
                  value={ref}
                  control={<Radio color="primary" size="small" />}
                  label={
                    <>
                      All nodes of <EntityLink entityRef={ref} />
                    </>
                  }
                />
              ))}
            </RadioGroup>
          </FormControl>
        )}
        <ExceptionFields
          draft={draft}
          patches={patches.data?.items ?? []}
          problems={tried ? problems : {}}
          disabled={isPending}
          onChange={setDraft}
        />
        {create.error && (
          <div role="alert" className={classes.problem}>
            It was not excepted: {reasonOf(create.error)}
          </div>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={isPending}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={isPending}
        >
          {isPending ? 'Excepting …' : 'Except'}
        </Button>
      </DialogActions>
    </form>
  );
};

/** Says that a patch need not be on a node, or on all of its application, for a while. */
export const ExceptDialog = (props: {
  node: ManagedNode;
  /** The patch it is about at first. Default: all of them. */
  patch?: string;
  open: boolean;
  onClose: () => void;
}) => {
  const classes = useStyles();
  const titleId = useId();
  const [sending, setSending] = useState(false);
  const { node, patch = ALL_PATCHES, open, onClose } = props;
  return (
    <Dialog
      open={open}
      // A click beside it would throw away what was written.
      onClose={(_event, reason) =>
        reason === 'escapeKeyDown' && !sending && onClose()
      }
      fullWidth
      maxWidth="sm"
      classes={{ paper: classes.paper }}
      aria-labelledby={titleId}
    >
      <Surface>
        {open && (
          <Form
            node={node}
            patch={patch}
            titleId={titleId}
            onSending={setSending}
            onClose={onClose}
          />
        )}
      </Surface>
    </Dialog>
  );
};
