import {
  NodeOutcome,
  RunStep,
} from '@managed-nodes/plugin-managed-nodes-common';

const OUTCOMES: Record<string, NodeOutcome> = {
  Pending: 'queued',
  Scheduled: 'queued',
  InProgress: 'running',
  Waiting: 'waiting',
  PendingApproval: 'waiting',
  // It goes on until its steps have stopped.
  Cancelling: 'running',
  Success: 'succeeded',
  CompletedWithSuccess: 'succeeded',
  Exited: 'succeeded',
  Cancelled: 'cancelled',
  TimedOut: 'timed-out',
  Failed: 'failed',
  CompletedWithFailure: 'failed',
  Rejected: 'failed',
};

/** What AWS says of an execution, in our words. A word we do not know yet is not taken for an end. */
export function toOutcome(status: string | undefined): NodeOutcome {
  return OUTCOMES[status ?? 'Pending'] ?? 'running';
}

const STATES: Record<string, RunStep['state']> = {
  Pending: 'pending',
  Scheduled: 'pending',
  InProgress: 'running',
  Waiting: 'waiting',
  PendingApproval: 'waiting',
  Cancelling: 'running',
  Success: 'succeeded',
  Approved: 'succeeded',
  CompletedWithSuccess: 'succeeded',
  Cancelled: 'cancelled',
  TimedOut: 'timed-out',
  Failed: 'failed',
  Rejected: 'failed',
  CompletedWithFailure: 'failed',
  Exited: 'skipped',
};

/** What AWS says of a step, in our words. */
export function toStepState(status: string | undefined): RunStep['state'] {
  return STATES[status ?? 'Pending'] ?? 'running';
}
