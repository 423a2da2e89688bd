import { usePermission } from '@backstage/plugin-permission-react';
import {
  ManagedNode,
  managedNodesPatchExceptPermission,
  NodePatch,
} from '@managed-nodes/plugin-managed-nodes-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { ExceptDialog } from './ExceptDialog';

const useStyles = makeStyles(theme => ({
  // In line with what stands above it.
  button: {
    minWidth: 0,
    marginLeft: -5,
    padding: theme.spacing(0, 0.625),
    fontWeight: 400,
    whiteSpace: 'nowrap',
  },
}));

/**
 * Excepts a node, or its application, from one patch of a list. Absent for
 * those who may not: {@link ExceptButton} says why, once and not in each row.
 */
export const ExceptRow = (props: { node: ManagedNode; patch: NodePatch }) => {
  const classes = useStyles();
  const [open, setOpen] = useState(false);
  const { node, patch } = props;
  const { allowed } = usePermission({
    permission: managedNodesPatchExceptPermission,
    resourceRef: node.name,
  });
  return allowed ? (
    <div {...HIDDEN_IN_PRINT}>
      <Button
        size="small"
        color="primary"
        className={classes.button}
        aria-label={`Except from ${patch.kbId}`}
        onClick={() => setOpen(true)}
      >
        Except …
      </Button>
      <ExceptDialog
        node={node}
        patch={patch.kbId}
        open={open}
        onClose={() => setOpen(false)}
      />
    </div>
  ) : null;
};
