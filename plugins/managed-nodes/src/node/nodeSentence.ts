import {
  ManagedNode,
  NodePatchSummary,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  day,
  nearDay,
  relativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';

function presence(node: ManagedNode, now: number): string {
  switch (node.status) {
    case 'online':
      return 'Online';
    case 'connection-lost':
      return 'Connection lost';
    case 'stopped':
      return 'Stopped';
    case 'missing':
      return node.missingSince
        ? `Missing from AWS’s listings since ${relativeTime(
            node.missingSince,
            now,
          )}`
        : 'Missing from AWS’s listings';
    default:
      return node.leftAt ? `Left on ${day(node.leftAt)}` : 'Left';
  }
}

/** The worst that is known of a node's patches, in words. */
export function patchPhrase(patch: NodePatchSummary): string {
  switch (patch.bucket) {
    case 'critical':
      return `${countOf(
        patch.criticalNonCompliant,
        'critical patch',
        'critical patches',
      )} missing`;
    case 'security':
      return `${countOf(
        patch.securityNonCompliant,
        'security patch',
        'security patches',
      )} missing`;
    case 'other':
      return `${countOf(
        patch.otherNonCompliant,
        'patch',
        'patches',
      )} missing, none critical`;
    case 'compliant':
      return 'patches compliant';
    default:
      return 'never scanned for patches';
  }
}

/** By when what lacks is to be in place, or since when it should be. Empty when nothing is due. */
export function duePhrase(patch: NodePatchSummary, now: number): string {
  const { standing, dueAt } = patch;
  if (dueAt && standing === 'overdue') {
    return `, due since ${nearDay(dueAt, now)}`;
  }
  if (dueAt && standing === 'due') {
    return `, due ${relativeTime(dueAt, now)}`;
  }
  return standing === 'excepted' ? ', all excepted' : '';
}

/** One sentence on how a node is: here or not, patched or not, last heard of when. */
export function nodeSentence(node: ManagedNode, now: number): string {
  const seen = node.lastPingAt
    ? `last seen ${relativeTime(node.lastPingAt, now)}`
    : 'never seen by Systems Manager';
  const parts =
    node.status === 'left'
      ? [presence(node, now), seen]
      : [
          presence(node, now),
          `${patchPhrase(node.patch)}${duePhrase(node.patch, now)}`,
          seen,
        ];
  return `${parts.join(', ')}.`;
}
