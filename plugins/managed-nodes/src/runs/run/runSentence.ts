import { NodeOutcome, Run } from '@managed-nodes/plugin-managed-nodes-common';
import {
  AUTOMATION_OUTCOME_WORDS,
  countOf,
  duration,
  formatCount,
  NODE_OUTCOME_WORDS,
} from '@managed-nodes/plugin-managed-nodes-react';
import { stillOpen, unsuccessful } from '../../shared/operations/outcomes';

const SECOND = 1000;

/** What is run, and on how many nodes. */
export function runSubject({ title, nodes }: Run): string {
  return nodes ? `${title} on ${countOf(nodes, 'node')}` : title;
}

/** What outcomes of nodes are called in a run. */
export function outcomeWords({ kind }: Run): Record<NodeOutcome, string> {
  return kind === 'automation' ? AUTOMATION_OUTCOME_WORDS : NODE_OUTCOME_WORDS;
}

/** What has become of the nodes so far, or in the end. */
function soFar(run: Run): string {
  const { kind, nodes, outcomes, endedAt } = run;
  const failed = unsuccessful(outcomes);
  const done = endedAt
    ? `succeeded on ${formatCount(outcomes.succeeded)} of ${countOf(
        nodes,
        'node',
      )}`
    : `${formatCount(nodes - stillOpen(outcomes))} of ${countOf(
        nodes,
        'node',
      )} done`;
  return [
    done,
    failed && `${formatCount(failed)} did not succeed`,
    outcomes.cancelled && `${formatCount(outcomes.cancelled)} cancelled`,
    !endedAt &&
      kind === 'command' &&
      outcomes.waiting &&
      `${formatCount(outcomes.waiting)} waiting for the agent`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** How a run without nodes goes, after its title. */
const WITHOUT_NODES: Partial<Record<Run['state'], string>> = {
  running: 'is running',
  waiting: 'waits for a person',
  cancelling: 'is being cancelled',
  succeeded: 'succeeded',
  failed: 'did not succeed',
  cancelled: 'was cancelled',
};

/** How a run goes, in one sentence. */
export function runSentence(run: Run): string {
  const { state, title, nodes, outcomes, approval } = run;
  const subject = runSubject(run);
  switch (state) {
    case 'awaiting-approval':
      return `${subject} waits for approval`;
    case 'approved':
      return `${subject} is approved, and can be started`;
    case 'rejected':
      return `${subject} was rejected`;
    case 'expired':
      return approval?.decidedAt
        ? `${subject} was approved, but not started in time`
        : `${subject} was not approved in time`;
    case 'queued':
      return `${subject} is about to begin`;
    default:
  }
  if (!nodes) {
    return `${title} ${WITHOUT_NODES[state]}`;
  }
  if (outcomes.succeeded === nodes) {
    return `${title} succeeded on ${
      nodes === 1 ? 'the one node' : `all ${countOf(nodes, 'node')}`
    }`;
  }
  if (state === 'cancelling') {
    return `${title} is being cancelled: ${formatCount(
      stillOpen(outcomes),
    )} of ${countOf(nodes, 'node')} have not ended yet`;
  }
  if (state === 'cancelled' && outcomes.cancelled === nodes) {
    return `${subject} was cancelled`;
  }
  return state === 'waiting'
    ? `${title} waits for a person: ${soFar(run)}`
    : `${title}: ${soFar(run)}`;
}

/** How long something took, or has taken so far; null when it has not begun, or only just. */
export function tookWords(
  { startedAt, endedAt }: { startedAt: string | null; endedAt: string | null },
  now: number,
): string | null {
  if (!startedAt) {
    return null;
  }
  const end = endedAt ? Date.parse(endedAt) : now;
  // Clocks differ between machines.
  const took = Math.max(0, end - Date.parse(startedAt));
  return endedAt || took >= SECOND ? duration(took) : null;
}
