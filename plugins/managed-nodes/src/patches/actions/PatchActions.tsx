import {
  NodeSelection,
  PatchAction,
} from '@managed-nodes/plugin-managed-nodes-common';
import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import { useCallback, useState } from 'react';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { PatchActionDialog } from './PatchActionDialog';
import { ACTIONS, deniedReason } from './words';

const useStyles = makeStyles(theme => ({
  root: { display: 'inline-flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  denied: { opacity: 0.5, cursor: 'not-allowed' },
}));

const ActionButton = (props: {
  action: PatchAction;
  disabled?: boolean;
  /** Why it cannot be done. */
  denied?: string;
  onClick: (action: PatchAction) => void;
}) => {
  const { action, disabled = false, denied, onClick } = props;
  const classes = useStyles();
  const control = (
    <Button
      size="small"
      variant={action === 'install' ? 'contained' : 'outlined'}
      color="primary"
      disabled={disabled}
      // A denied control stays reachable, so that it can say why.
      aria-disabled={Boolean(denied)}
      className={denied ? classes.denied : undefined}
      onClick={() => !denied && onClick(action)}
    >
      {ACTIONS[action].button}
    </Button>
  );
  return denied ? <Tooltip title={denied}>{control}</Tooltip> : control;
};

/** Of a single node it is known beforehand whether the user may. */
const NodeButton = (props: {
  action: PatchAction;
  node: string;
  onClick: (action: PatchAction) => void;
}) => {
  const { action, node, onClick } = props;
  const { loading, allowed } = usePermission({
    permission: ACTIONS[action].permission,
    resourceRef: node,
  });
  return (
    <ActionButton
      action={action}
      disabled={loading}
      denied={!loading && !allowed ? deniedReason(action) : undefined}
      onClick={onClick}
    />
  );
};

/** Scans nodes, or installs what they lack, after a look at what that would do. */
export const PatchActions = (props: { selection: NodeSelection }) => {
  const classes = useStyles();
  const [open, setOpen] = useState<PatchAction>();
  const close = useCallback(() => setOpen(undefined), []);
  const { selection } = props;
  const names = 'nodes' in selection ? selection.nodes : undefined;
  return (
    <span className={classes.root} {...HIDDEN_IN_PRINT}>
      {(['scan', 'install'] as const).map(action =>
        names?.length === 1 ? (
          <NodeButton
            key={action}
            action={action}
            node={names[0]}
            onClick={setOpen}
          />
        ) : (
          <ActionButton
            key={action}
            action={action}
            denied={names?.length === 0 ? 'Choose nodes first.' : undefined}
            onClick={setOpen}
          />
        ),
      )}
      {open && (
        <PatchActionDialog
          open
          action={open}
          selection={selection}
          onClose={close}
        />
      )}
    </span>
  );
};
