import { CommandInvocation } from '@aws-sdk/client-ssm';
import { NodeOutcome } from '@managed-nodes/plugin-managed-nodes-common';
import { cleanText } from '../nodes/text';
import { NodeReport } from './types';

const OUTCOMES: Record<string, NodeOutcome> = {
  Pending: 'queued',
  InProgress: 'running',
  // The agent does not answer; Run Command waits for it.
  Delayed: 'waiting',
  // It goes on until the agent has stopped it.
  Cancelling: 'running',
  Success: 'succeeded',
  Cancelled: 'cancelled',
  TimedOut: 'timed-out',
  Failed: 'failed',
};

/** Details that say no more than the outcome does. */
const PLAIN = new Set(Object.keys(OUTCOMES));

/** What AWS says of a command on a node, in our words. Undefined without a node. */
export function toReport(
  invocation: CommandInvocation,
): NodeReport | undefined {
  const { InstanceId, Status = 'Pending', StatusDetails } = invocation;
  if (!InstanceId) {
    return undefined;
  }
  const detail = cleanText(StatusDetails, 256) ?? null;
  return {
    nodeId: InstanceId,
    // A word we do not know yet is not taken for an end.
    outcome: OUTCOMES[Status] ?? 'running',
    detail: detail !== null && PLAIN.has(detail) ? null : detail,
  };
}
