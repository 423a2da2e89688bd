import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { relativeTime } from '@managed-nodes/plugin-managed-nodes-react';
import { duePhrase, patchPhrase } from '../nodeSentence';

function capitalised(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase('en-US')}${text.slice(1)}`;
}

/** How the node stands with its patches, in one sentence. */
export function patchSentence(
  { patch }: Pick<ManagedNode, 'patch'>,
  now: number,
): string {
  const { standing, lastOperationAt } = patch;
  const reported = lastOperationAt
    ? `, as reported ${relativeTime(lastOperationAt, now)}`
    : '';
  switch (standing) {
    case 'never-reported':
      return 'This node was never scanned for patches.';
    case 'compliant':
      return `Nothing is missing${reported}.`;
    case 'overdue':
      return `Overdue: ${patchPhrase(patch)}${duePhrase(patch, now)}.`;
    default:
      return `${capitalised(patchPhrase(patch))}${duePhrase(
        patch,
        now,
      )}${reported}.`;
  }
}
