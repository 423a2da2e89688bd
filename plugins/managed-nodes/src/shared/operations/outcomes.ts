import { NodeOutcome } from '@managed-nodes/plugin-managed-nodes-common';

/** Nodes of an operation or a run, by what became of them. */
export type Outcomes = Record<NodeOutcome, number>;

/** Outcomes in the order in which they are shown. */
export const OUTCOMES: NodeOutcome[] = [
  'succeeded',
  'running',
  'waiting',
  'queued',
  'failed',
  'timed-out',
  'not-sent',
  'cancelled',
];

/** Those that are not what anybody wanted. */
export const UNSUCCESSFUL: NodeOutcome[] = ['failed', 'timed-out', 'not-sent'];

/** What the backend takes as tried again. */
export const RETRIED: NodeOutcome[] = [...UNSUCCESSFUL, 'cancelled'];

/** Nodes of which it is not known yet what becomes of them. */
export function stillOpen(outcomes: Outcomes): number {
  return outcomes.queued + outcomes.running + outcomes.waiting;
}

/** Nodes on which it did not go as anybody wanted. */
export function unsuccessful(outcomes: Outcomes): number {
  return UNSUCCESSFUL.reduce((sum, outcome) => sum + outcomes[outcome], 0);
}

/** What a button says that tries again what did not succeed. */
export function retryWords(outcomes: Outcomes): string {
  if (!outcomes.cancelled) {
    return 'Retry failed nodes';
  }
  return unsuccessful(outcomes)
    ? 'Retry failed and cancelled nodes'
    : 'Retry cancelled nodes';
}
