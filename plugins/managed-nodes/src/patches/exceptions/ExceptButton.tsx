import { usePermission } from '@backstage/plugin-permission-react';
import {
  ManagedNode,
  managedNodesPatchExceptPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { ExceptDialog } from './ExceptDialog';

const useStyles = makeStyles({
  denied: { opacity: 0.5, cursor: 'not-allowed' },
});

/** Opens the dialog that excepts a node from a patch, for those who may. */
export const ExceptButton = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const [open, setOpen] = useState(false);
  const { node } = props;
  const { loading, allowed } = usePermission({
    permission: managedNodesPatchExceptPermission,
    resourceRef: node.name,
  });
  const denied = !loading && !allowed;
  const button = (
    <Button
      size="small"
      variant="outlined"
      disabled={loading}
      aria-disabled={denied}
      className={denied ? classes.denied : undefined}
      onClick={() => !denied && setOpen(true)}
    >
      Except from a patch …
    </Button>
  );
  return (
    <div {...HIDDEN_IN_PRINT}>
      {denied ? (
        <Tooltip
          title={`It takes the permission ${managedNodesPatchExceptPermission.name}; whoever keeps this portal’s permission policy can grant it.`}
        >
          {button}
        </Tooltip>
      ) : (
        button
      )}
      <ExceptDialog node={node} open={open} onClose={() => setOpen(false)} />
    </div>
  );
};
