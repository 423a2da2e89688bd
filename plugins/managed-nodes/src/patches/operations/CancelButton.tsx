import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { ACTIONS } from '../actions/words';
import { CancelDialog } from './CancelDialog';

const useStyles = makeStyles({
  denied: { opacity: 0.5, cursor: 'not-allowed' },
});

/** Cancels an operation that has not ended, or says what that takes. */
export const CancelButton = (props: { operation: PatchOperation }) => {
  const classes = useStyles();
  const [open, setOpen] = useState(false);
  const { operation } = props;
  const denied = !operation.canCancel;
  const button = (
    <Button
      size="small"
      variant="outlined"
      // A denied control stays reachable, so that it can say why.
      aria-disabled={denied}
      className={denied ? classes.denied : undefined}
      onClick={() => !denied && setOpen(true)}
    >
      Cancel
    </Button>
  );
  return (
    <>
      {denied ? (
        <Tooltip
          title={`It takes the permission ${
            ACTIONS[operation.action].permission.name
          } on all of its nodes that have not ended; whoever keeps this portal’s permission policy can grant it.`}
        >
          {button}
        </Tooltip>
      ) : (
        button
      )}
      <CancelDialog
        operation={operation}
        open={open}
        onClose={() => setOpen(false)}
      />
    </>
  );
};
