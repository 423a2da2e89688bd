import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import { useCancelPatchOperation } from '@managed-nodes/plugin-managed-nodes-react';
import { ActionDialog } from '../../shared/ActionDialog';

/** Cancels an operation, once it has been said what that does and what not. */
export const CancelDialog = (props: {
  operation: PatchOperation;
  open: boolean;
  onClose: () => void;
}) => {
  const cancel = useCancelPatchOperation();
  const { operation, open, onClose } = props;
  const { running } = operation.outcomes;
  return (
    <ActionDialog
      title={`Cancel this ${
        operation.action === 'install' ? 'install' : 'scan'
      }?`}
      open={open}
      onClose={onClose}
      keep="Go on with it"
      act="Cancel it"
      acting="Cancelling …"
      failed="It was not cancelled"
      error={cancel.error}
      isPending={cancel.isPending}
      onAct={() => cancel.mutate(operation.id, { onSuccess: () => onClose() })}
    >
      No further node begins.{' '}
      {running > 0 &&
        'Nodes that are at it are asked to stop; AWS does not promise that they do, and what is installed by then stays installed.'}
    </ActionDialog>
  );
};
