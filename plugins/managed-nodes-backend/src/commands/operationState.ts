import {
  NodeOutcome,
  OperationState,
} from '@managed-nodes/plugin-managed-nodes-common';
import { ENDED_OUTCOMES, OPEN_OUTCOMES, OperationRow } from './types';

/**
 * The state of an operation that is not held.
 *
 * @param outcomes - those of its nodes, and of what AWS has of it as a whole
 * @param busy - whether something may still happen in it
 */
export function stateOf(
  operation: Pick<OperationRow, 'cancelled_at' | 'sent_as'>,
  outcomes: ReadonlySet<NodeOutcome>,
  busy: boolean,
): OperationState {
  const has = (...some: NodeOutcome[]) => some.some(word => outcomes.has(word));
  if (busy || has(...OPEN_OUTCOMES)) {
    if (operation.cancelled_at !== null) {
      return 'cancelling';
    }
    const begun =
      operation.sent_as !== null ||
      has('running', 'waiting', ...ENDED_OUTCOMES);
    return begun ? 'running' : 'queued';
  }
  // Run Command itself cancels the rest after too many errors.
  if (operation.cancelled_at !== null && has('cancelled')) {
    return 'cancelled';
  }
  return has('failed', 'timed-out', 'not-sent', 'cancelled')
    ? 'failed'
    : 'succeeded';
}
