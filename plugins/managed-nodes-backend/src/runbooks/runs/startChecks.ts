import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import {
  managedNodesRunbookExecutePermission,
  StartRun,
} from '@managed-nodes/plugin-managed-nodes-common';
import { RunPlan } from './RunPlanner';
import { CONFIRM_ABOVE } from './runTerms';

/**
 * Makes sure that what is to be started is what the caller saw and confirmed.
 *
 * @throws NotAllowedError when they may run it on none of the nodes.
 * @throws ConflictError when it is not what the preview said any more.
 * @throws InputError when there are too many nodes, or none, or their number
 * is not confirmed.
 */
export function checkStart(
  { digest, confirm }: Pick<StartRun, 'digest' | 'confirm'>,
  plan: RunPlan,
): void {
  const { candidates, taking, places, runbook } = plan;
  const { maxNodes } = runbook.publication;
  if (
    !taking.length &&
    candidates.length &&
    candidates.every(({ skip }) => skip?.reason === 'not-permitted')
  ) {
    throw new NotAllowedError(
      `You may not run this on these nodes: it is not published to you, or you lack the permission ${managedNodesRunbookExecutePermission.name}`,
    );
  }
  if (taking.length > maxNodes) {
    throw new InputError(
      `These are ${taking.length} nodes; a run of this may have ${maxNodes}`,
    );
  }
  if (plan.digest !== digest) {
    throw new ConflictError(
      'This is not what the preview said any more; look at it again',
    );
  }
  if (!taking.length && !places.length) {
    throw new InputError('None of these nodes can take part');
  }
  if (taking.length > CONFIRM_ABOVE && confirm !== taking.length) {
    throw new InputError(
      `confirm: expected the number of nodes, ${taking.length}`,
    );
  }
}
