import {
  PreviewRun,
  Runbook,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useState } from 'react';
import { Beginning, FirstForm } from './beginning';
import { CheckStage } from './CheckStage';
import { FillStage } from './FillStage';

/** Whether there is anything to fill in or choose. */
function asksAnything({ form, onNodes }: Runbook): boolean {
  return onNodes || form.some(({ takesNodes }) => !takesNodes);
}

/** First one fills in the form, then one looks at what that would do and starts it. */
export const StartRun = (props: {
  runbook: Runbook;
  beginning: Beginning;
  first: FirstForm;
}) => {
  const { runbook, beginning, first } = props;
  const [filled, setFilled] = useState(first);
  const [request, setRequest] = useState<PreviewRun | undefined>(() =>
    asksAnything(runbook) ? undefined : { runbook: runbook.id, parameters: {} },
  );
  /** What the backend had against the form: `ServiceName: …`. */
  const [refusal, setRefusal] = useState<string>();

  return request ? (
    <CheckStage
      runbook={runbook}
      request={request}
      retryOf={beginning.retryOf}
      note={filled.note}
      onBack={
        asksAnything(runbook)
          ? ({ note, refusal: why }) => {
              setFilled(now => ({ ...now, note }));
              setRefusal(why);
              setRequest(undefined);
            }
          : undefined
      }
    />
  ) : (
    <FillStage
      runbook={runbook}
      relatedTo={beginning.relatedTo}
      filled={filled}
      refusal={refusal}
      onChange={setFilled}
      onDone={setRequest}
    />
  );
};
