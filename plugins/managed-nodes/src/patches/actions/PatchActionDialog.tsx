import { useRouteRef } from '@backstage/core-plugin-api';
import {
  NodeSelection,
  PatchAction,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  SkeletonLines,
  StateWord,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { patchOperationRouteRef } from '../../routes';
import { Surface } from '../../shared/Surface';
import { PreviewForm } from './PreviewForm';
import { usePatchAction } from './usePatchAction';
import { ACTIONS, startWords } from './words';

const useStyles = makeStyles(theme => ({
  // What scrolls is the content: title and buttons stay in sight.
  paper: {
    '& > *': { display: 'flex', flexDirection: 'column', minHeight: 0 },
  },
  content: { display: 'grid', gap: theme.spacing(2), alignContent: 'start' },
  problem: {
    padding: theme.spacing(1, 3, 0),
    overflowWrap: 'anywhere',
  },
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

const OpenDialog = (
  props: PatchActionDialogProps & {
    titleId: string;
    /** Whether it is being started, which nobody can walk away from. */
    onStarting: (starting: boolean) => void;
  },
) => {
  const classes = useStyles();
  const navigate = useNavigate();
  const operationLink = useRouteRef(patchOperationRouteRef);
  const { action, retryOf, onClose, onStarting, titleId } = props;
  const form = usePatchAction(props, operation => {
    onClose();
    navigate(operationLink({ id: operation.id }));
  });
  const { preview, starting } = form;
  useEffect(() => onStarting(starting), [onStarting, starting]);

  return (
    <>
      <DialogTitle id={titleId}>
        {ACTIONS[action].title}
        {retryOf && ', once more'}
      </DialogTitle>
      <DialogContent dividers className={classes.content}>
        {form.previewError && !preview && (
          <ErrorState
            error={form.previewError}
            permission={ACTIONS[action].permission.name}
            onRetry={form.lookAgain}
          />
        )}
        {!preview && !form.previewError && <SkeletonLines lines={6} />}
        {preview && <PreviewForm form={form} preview={preview} />}
      </DialogContent>
      {/* Next to the button that was pressed, wherever the content is scrolled to. */}
      {form.changed && (
        <div role="alert" className={classes.problem}>
          <StateWord tone="warning" icon={ReportProblemOutlined}>
            {form.changed}
          </StateWord>
        </div>
      )}
      {form.problem && (
        <div role="alert" className={classes.problem}>
          <StateWord tone="error" icon={ErrorOutline}>
            {form.problem}
          </StateWord>
        </div>
      )}
      <DialogActions>
        <Button onClick={onClose} disabled={starting}>
          {preview && !preview.nodes.length ? 'Close' : 'Cancel'}
        </Button>
        {preview && preview.nodes.length > 0 && (
          <Button
            variant="contained"
            color="primary"
            disabled={!form.ready || starting}
            onClick={form.start}
          >
            {starting ? 'Starting …' : startWords(action, preview.nodes.length)}
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
  const classes = useStyles();
  const titleId = useId();
  const [starting, setStarting] = useState(false);
  const { open, onClose } = props;
  return (
    <Dialog
      open={open}
      // A click beside it would throw away what was chosen and typed.
      onClose={(_event, reason) =>
        reason === 'escapeKeyDown' && !starting && onClose()
      }
      fullWidth
      maxWidth="md"
      classes={{ paper: classes.paper }}
      aria-labelledby={titleId}
    >
      {open && (
        <Surface>
          <OpenDialog {...props} titleId={titleId} onStarting={setStarting} />
        </Surface>
      )}
    </Dialog>
  );
};
