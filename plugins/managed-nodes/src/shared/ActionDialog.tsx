import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useId } from 'react';
import { reasonOf } from './reasonOf';
import { Surface } from './Surface';

const useStyles = makeStyles(theme => ({
  problem: { color: theme.palette.error.main, overflowWrap: 'anywhere' },
}));

/** Asks before something is done, and says why it was not. */
export const ActionDialog = (props: {
  title: string;
  open: boolean;
  onClose: () => void;
  /** What it does, and what not. */
  children: ReactNode;
  /** Leaves everything as it is. */
  keep: string;
  act: string;
  /** What the button says while it is being done. */
  acting: string;
  /** `It was not cancelled`, before the reason. */
  failed: string;
  error: Error | null;
  isPending: boolean;
  /** Something else is missing. */
  disabled?: boolean;
  onAct: () => void;
}) => {
  const classes = useStyles();
  const titleId = useId();
  const { open, onClose, error, isPending } = props;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      aria-labelledby={titleId}
      maxWidth="sm"
    >
      <Surface>
        <DialogTitle id={titleId}>{props.title}</DialogTitle>
        <DialogContent>
          {props.children}
          {error && (
            <p role="alert" className={classes.problem}>
              {props.failed}: {reasonOf(error)}
            </p>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{props.keep}</Button>
          <Button
            variant="contained"
            color="primary"
            disabled={isPending || props.disabled}
            onClick={props.onAct}
          >
            {isPending ? props.acting : props.act}
          </Button>
        </DialogActions>
      </Surface>
    </Dialog>
  );
};
