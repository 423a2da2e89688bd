import { PatchException } from '@managed-nodes/plugin-managed-nodes-common';
import { useEndPatchException } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { reasonOf } from '../../shared/reasonOf';
import { Surface } from '../../shared/Surface';

const useStyles = makeStyles(theme => ({
  problem: { color: theme.palette.error.main, overflowWrap: 'anywhere' },
}));

/** Ends an exception before its time, once it has been said what that does. */
export const EndException = (props: { exception: PatchException }) => {
  const classes = useStyles();
  const titleId = useId();
  const [open, setOpen] = useState(false);
  const end = useEndPatchException();
  const { id, patch, subject, subjectTitle } = props.exception;
  const what = patch === '*' ? 'all patches' : patch;
  const close = () => setOpen(false);
  return (
    <>
      <Button
        size="small"
        aria-label={`End the exception of ${
          subjectTitle ?? subject
        } from ${what}`}
        onClick={() => setOpen(true)}
      >
        End
      </Button>
      <Dialog open={open} onClose={close} aria-labelledby={titleId}>
        <Surface>
          <DialogTitle id={titleId}>End this exception?</DialogTitle>
          <DialogContent>
            What it covers is due again as if it had never been excepted, and
            may be overdue at once.
            {end.error && (
              <p role="alert" className={classes.problem}>
                It was not ended: {reasonOf(end.error)}
              </p>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={close}>Keep it</Button>
            <Button
              variant="contained"
              color="primary"
              disabled={end.isPending}
              onClick={() => end.mutate(id, { onSuccess: close })}
            >
              {end.isPending ? 'Ending …' : 'End it'}
            </Button>
          </DialogActions>
        </Surface>
      </Dialog>
    </>
  );
};
