import { useRouteRef } from '@backstage/core-plugin-api';
import {
  NodeSelection,
  PatchAction,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  SkeletonLines,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { useNavigate } from 'react-router-dom';
import { patchOperationRouteRef } from '../../routes';
import { Surface } from '../../shared/Surface';
import { PreviewForm } from './PreviewForm';
import { usePatchAction } from './usePatchAction';
import { ACTIONS, startWords } from './words';

const useStyles = makeStyles(theme => ({
  content: { display: 'grid', gap: theme.spacing(2), alignContent: 'start' },
  problem: { color: theme.palette.error.main, overflowWrap: 'anywhere' },
}));

/** What {@link PatchActionDialog} is opened for. */
export interface PatchActionDialogProps {
  action: PatchAction;
  selection: NodeSelection;
  /** The operation whose failed nodes are tried again. */
  retryOf?: string;
  /** What the note says at first. */
  note?: string;
  open: boolean;
  onClose: () => void;
}

const OpenDialog = (props: PatchActionDialogProps & { titleId: string }) => {
  const classes = useStyles();
  const navigate = useNavigate();
  const operationLink = useRouteRef(patchOperationRouteRef);
  const { action, onClose, titleId } = props;
  const form = usePatchAction(props, operation => {
    onClose();
    navigate(operationLink({ id: operation.id }));
  });
  const { preview } = form;

  return (
    <>
      <DialogTitle id={titleId}>{ACTIONS[action].title}</DialogTitle>
      <DialogContent dividers className={classes.content}>
        {form.previewError && !preview && (
          <ErrorState error={form.previewError} onRetry={form.lookAgain} />
        )}
        {!preview && !form.previewError && <SkeletonLines lines={6} />}
        {preview && <PreviewForm form={form} preview={preview} />}
      </DialogContent>
      <DialogActions>
        {form.problem && (
          <span role="alert" className={classes.problem}>
            {form.problem}
          </span>
        )}
        <Button onClick={onClose} disabled={form.starting}>
          {preview && !preview.nodes.length ? 'Close' : 'Cancel'}
        </Button>
        {preview && preview.nodes.length > 0 && (
          <Button
            variant="contained"
            color="primary"
            disabled={!form.ready || form.starting}
            onClick={form.start}
          >
            {form.starting
              ? 'Starting …'
              : startWords(action, preview.nodes.length)}
          </Button>
        )}
      </DialogActions>
    </>
  );
};

/**
 * Says exactly what a scan or install would do, and starts it. What was
 * started has a page of its own, where this leads.
 */
export const PatchActionDialog = (props: PatchActionDialogProps) => {
  const titleId = useId();
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      fullWidth
      maxWidth="md"
      aria-labelledby={titleId}
    >
      {props.open && (
        <Surface>
          <OpenDialog {...props} titleId={titleId} />
        </Surface>
      )}
    </Dialog>
  );
};
