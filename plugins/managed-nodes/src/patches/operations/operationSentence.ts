import {
  NodeOutcome,
  PatchOperation,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
} from '@managed-nodes/plugin-managed-nodes-react';

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

/** Nodes of which it is not known yet what becomes of them. */
export function stillOpen({ outcomes }: Pick<PatchOperation, 'outcomes'>) {
  return outcomes.queued + outcomes.running + outcomes.waiting;
}

/** How an operation goes, in one sentence. */
export function operationSentence(operation: PatchOperation): string {
  const { action, state, nodes, outcomes, endedAt } = operation;
  const all = countOf(nodes, 'node');
  if (state === 'cancelling') {
    return `Cancelling: ${formatCount(
      stillOpen(operation),
    )} of ${all} have not ended yet`;
  }
  const unsuccessful = UNSUCCESSFUL.reduce(
    (sum, outcome) => sum + outcomes[outcome],
    0,
  );
  const troubles = [
    unsuccessful && `${formatCount(unsuccessful)} did not succeed`,
    outcomes.cancelled && `${formatCount(outcomes.cancelled)} cancelled`,
    outcomes.waiting && `${formatCount(outcomes.waiting)} wait for their agent`,
  ];
  const doing = action === 'scan' ? 'Scanning' : 'Installing patches on';
  const did = action === 'scan' ? 'Scanned' : 'Installed patches on';
  const parts = endedAt
    ? [
        outcomes.succeeded === nodes
          ? `${did} ${all}`
          : `${did} ${formatCount(outcomes.succeeded)} of ${all}`,
        ...troubles,
      ]
    : [
        `${doing} ${all}`,
        outcomes.succeeded && `${formatCount(outcomes.succeeded)} done`,
        ...troubles,
      ];
  return parts.filter(Boolean).join(', ');
}
