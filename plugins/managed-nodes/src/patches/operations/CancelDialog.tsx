import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import { useCancelPatchOperation } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { reasonOf } from '../../shared/reasonOf';
import { Surface } from '../../shared/Surface';

const useStyles = makeStyles(theme => ({
  problem: { color: theme.palette.error.main, overflowWrap: 'anywhere' },
}));

/** Cancels an operation, once it has been said what that does and what not. */
export const CancelDialog = (props: {
  operation: PatchOperation;
  open: boolean;
  onClose: () => void;
}) => {
  const classes = useStyles();
  const titleId = useId();
  const cancel = useCancelPatchOperation();
  const { operation, open, onClose } = props;
  const { running } = operation.outcomes;
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={titleId}>
      <Surface>
        <DialogTitle id={titleId}>
          Cancel this {operation.action === 'install' ? 'install' : 'scan'}?
        </DialogTitle>
        <DialogContent>
          No further node begins.{' '}
          {running > 0 &&
            'Nodes that are at it are asked to stop; AWS does not promise that they do, and what is installed by then stays installed.'}
          {cancel.error && (
            <p role="alert" className={classes.problem}>
              It was not cancelled: {reasonOf(cancel.error)}
            </p>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Go on with it</Button>
          <Button
            variant="contained"
            color="primary"
            disabled={cancel.isPending}
            onClick={() =>
              cancel.mutate(operation.id, { onSuccess: () => onClose() })
            }
          >
            {cancel.isPending ? 'Cancelling …' : 'Cancel it'}
          </Button>
        </DialogActions>
      </Surface>
    </Dialog>
  );
};
