import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  usePatchOperationNodes,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { useState } from 'react';
import { RETRIED, retryWords } from '../../shared/operations/outcomes';
import { useAllPages } from '../../shared/useAllPages';
import { PatchActionDialog } from '../actions/PatchActionDialog';

const PAGE = 200;

/** Which nodes an operation did not succeed on, read to the end. */
const Failed = (props: { operation: PatchOperation; onClose: () => void }) => {
  const { operation, onClose } = props;
  const list = usePatchOperationNodes(
    operation.id,
    { outcome: RETRIED, limit: PAGE },
    false,
  );
  const all = useAllPages(list);
  if (all.error) {
    return <ErrorState error={all.error} onRetry={all.retry} />;
  }
  if (!all.pages) {
    return null;
  }
  return (
    <PatchActionDialog
      open
      action={operation.action}
      selection={{
        nodes: all.pages.flatMap(page => page.items.map(({ name }) => name)),
      }}
      retryOf={operation.id}
      note={operation.note ?? undefined}
      onClose={onClose}
    />
  );
};

/** Tries the nodes again on which an operation did not succeed. */
export const RetryFailed = (props: { operation: PatchOperation }) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        variant="contained"
        color="primary"
        onClick={() => setOpen(true)}
      >
        {retryWords(props.operation.outcomes)}
      </Button>
      {open && (
        <Failed operation={props.operation} onClose={() => setOpen(false)} />
      )}
    </>
  );
};
