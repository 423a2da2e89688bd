import {
  NodeOutcome,
  RunSkipReason,
  RunState,
  RunStep,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NODE_OUTCOME_WORDS } from './words';

/** How far a run of a runbook has come. @public */
export const RUN_STATE_WORDS: Record<RunState, string> = {
  'awaiting-approval': 'Waiting for approval',
  approved: 'Approved, not started',
  queued: 'Queued',
  running: 'Running',
  waiting: 'Waiting for a person',
  cancelling: 'Cancelling',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
  expired: 'Expired',
};

/**
 * What became of a node in an automation: unlike a command it waits for
 * people, not for the agent.
 *
 * @public
 */
export const AUTOMATION_OUTCOME_WORDS: Record<NodeOutcome, string> = {
  ...NODE_OUTCOME_WORDS,
  waiting: 'Waiting for a person',
};

/** How a step of a run stands. @public */
export const STEP_STATE_WORDS: Record<RunStep['state'], string> = {
  pending: 'Not begun',
  running: 'Running',
  waiting: 'Waiting for a person',
  succeeded: 'Succeeded',
  failed: 'Failed',
  'timed-out': 'Timed out',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
};

/** Why a node takes no part in a run. @public */
export const RUN_SKIP_WORDS: Record<RunSkipReason, string> = {
  'not-permitted': 'You may not run this here',
  'not-published': 'Not meant for this node',
  offline: 'Not online',
  gone: 'No longer there',
  'wrong-platform': 'Other platform',
  'no-document': 'The document is not there, or another one',
  'already-running': 'Something else is under way',
  freeze: 'Frozen now',
};
