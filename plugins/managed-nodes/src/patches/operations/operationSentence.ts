import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
} from '@managed-nodes/plugin-managed-nodes-react';
import { stillOpen, unsuccessful } from '../../shared/operations/outcomes';

/** How an operation goes, in one sentence. */
export function operationSentence(operation: PatchOperation): string {
  const { action, state, nodes, outcomes, endedAt } = operation;
  const all = countOf(nodes, 'node');
  if (state === 'cancelling') {
    return `Cancelling: ${formatCount(
      stillOpen(outcomes),
    )} of ${all} have not ended yet`;
  }
  const failed = unsuccessful(outcomes);
  const troubles = [
    failed && `${formatCount(failed)} did not succeed`,
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
