import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import { useCancelRun } from '@managed-nodes/plugin-managed-nodes-react';
import { useState } from 'react';
import { ActionDialog } from '../../shared/ActionDialog';
import { DeniableButton } from '../../shared/DeniableButton';

const DENIED =
  'It takes the permission managed-nodes.runbook.execute on all of its nodes that have not ended, or to be who asked for it; whoever keeps this portal’s permission policy can grant it.';

const WORDS = {
  request: {
    button: 'Take back the request',
    title: 'Take back this request?',
    keep: 'Leave it',
    act: 'Take it back',
    acting: 'Taking it back …',
    failed: 'It was not taken back',
  },
  run: {
    button: 'Cancel',
    title: 'Cancel this run?',
    keep: 'Go on with it',
    act: 'Cancel it',
    acting: 'Cancelling …',
    failed: 'It was not cancelled',
  },
};

/** Cancels a run that has not ended, or takes back what has not begun. */
export const CancelRun = (props: { run: Run }) => {
  const [open, setOpen] = useState(false);
  const { run } = props;
  const cancel = useCancelRun(run.id);
  const asked = ['awaiting-approval', 'approved'].includes(run.state);
  const words = asked ? WORDS.request : WORDS.run;
  return (
    <>
      <DeniableButton
        variant="outlined"
        denied={run.canCancel ? undefined : DENIED}
        onClick={() => {
          cancel.reset();
          setOpen(true);
        }}
      >
        {words.button}
      </DeniableButton>
      <ActionDialog
        title={words.title}
        open={open}
        onClose={() => setOpen(false)}
        keep={words.keep}
        act={words.act}
        acting={words.acting}
        failed={words.failed}
        error={cancel.error}
        isPending={cancel.isPending}
        onAct={() =>
          cancel.mutate(undefined, { onSuccess: () => setOpen(false) })
        }
      >
        {asked
          ? 'Nothing has been done yet, and nothing will be. Whoever was asked to approve it need not look at it any more.'
          : 'Nothing further begins. What is under way is asked to stop; AWS does not promise that it does, and what has been done by then stays done.'}
      </ActionDialog>
    </>
  );
};
