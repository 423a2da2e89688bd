import {
  NodeOutcome,
  PatchOperation,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  usePatchOperationNodes,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { useEffect, useState } from 'react';
import { PatchActionDialog } from '../actions/PatchActionDialog';
import { UNSUCCESSFUL } from './operationSentence';

const PAGE = 200;

/** What the backend takes as tried again. */
const RETRIED: NodeOutcome[] = [...UNSUCCESSFUL, 'cancelled'];

/** Which nodes an operation did not succeed on, read to the end. */
const Failed = (props: { operation: PatchOperation; onClose: () => void }) => {
  const { operation, onClose } = props;
  const list = usePatchOperationNodes(
    operation.id,
    { outcome: RETRIED, limit: PAGE },
    false,
  );
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  useEffect(() => {
    // What failed is asked for again by whoever looks, not by us without end.
    if (hasNextPage && !isFetching && !isFetchNextPageError) {
      fetchNextPage();
    }
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  if (list.error && (!list.data || hasNextPage)) {
    return (
      <ErrorState
        error={list.error}
        onRetry={() => (list.data ? fetchNextPage() : list.refetch())}
      />
    );
  }
  if (!list.data || hasNextPage) {
    return null;
  }
  return (
    <PatchActionDialog
      open
      action={operation.action}
      selection={{
        nodes: list.data.pages.flatMap(page =>
          page.items.map(({ name }) => name),
        ),
      }}
      retryOf={operation.id}
      note={operation.note ?? undefined}
      onClose={onClose}
    />
  );
};

function retryWords({ outcomes }: PatchOperation): string {
  const failed = UNSUCCESSFUL.some(outcome => outcomes[outcome] > 0);
  if (!outcomes.cancelled) {
    return 'Retry failed nodes';
  }
  return failed ? 'Retry failed and cancelled nodes' : 'Retry cancelled nodes';
}

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
        {retryWords(props.operation)}
      </Button>
      {open && (
        <Failed operation={props.operation} onClose={() => setOpen(false)} />
      )}
    </>
  );
};
