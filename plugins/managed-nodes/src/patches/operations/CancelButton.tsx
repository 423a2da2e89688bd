import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import { useState } from 'react';
import { DeniableButton } from '../../shared/DeniableButton';
import { ACTIONS } from '../actions/words';
import { CancelDialog } from './CancelDialog';

/** Cancels an operation that has not ended, or says what that takes. */
export const CancelButton = (props: { operation: PatchOperation }) => {
  const [open, setOpen] = useState(false);
  const { operation } = props;
  return (
    <>
      <DeniableButton
        variant="outlined"
        denied={
          operation.canCancel
            ? undefined
            : `It takes the permission ${
                ACTIONS[operation.action].permission.name
              } on all of its nodes that have not ended; whoever keeps this portal’s permission policy can grant it.`
        }
        onClick={() => setOpen(true)}
      >
        Cancel
      </DeniableButton>
      <CancelDialog
        operation={operation}
        open={open}
        onClose={() => setOpen(false)}
      />
    </>
  );
};
