import {
  nodeOutcomeSchema,
  RunStep,
} from '@managed-nodes/plugin-managed-nodes-common';
import { OperationNodes } from '../../commands/OperationNodes';
import { SeenRun } from './RunViews';

type Signal = RunStep['signals'][number];

/**
 * Which signals a viewer may give to the steps of a run. Approvals inside of a
 * document are given by those who may approve runs on all of its nodes, and
 * never by whoever started it; who may run it on all of them lets it go on
 * after a pause.
 */
export async function rightsToSignal(
  { row, viewer }: SeenRun,
  nodes: OperationNodes,
): Promise<(signal: Signal) => boolean> {
  if (viewer.user === undefined) {
    return () => false;
  }
  const all = [...nodeOutcomeSchema.options];
  const [total, approvable, runnable] = await Promise.all(
    [
      [],
      [viewer.visible, viewer.approve],
      [viewer.visible, viewer.execute],
    ].map(async within => {
      const counts = await nodes.count([row.id], all, ...within);
      return counts.get(row.id) ?? 0;
    }),
  );
  const mayApprove =
    row.started_by !== viewer.user &&
    (total === 0 ? viewer.fleet : approvable === total);
  const mayResume = total === 0 ? viewer.fleet : runnable === total;
  return signal => (signal === 'resume' ? mayResume : mayApprove);
}
