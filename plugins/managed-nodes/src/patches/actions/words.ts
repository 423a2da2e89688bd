import {
  managedNodesPatchInstallPermission,
  managedNodesPatchScanPermission,
  PatchAction,
  PatchPreview,
  SkipReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';

/** What each action is called on buttons, and needs. */
export const ACTIONS = {
  scan: {
    button: 'Scan now',
    title: 'Scan for missing patches',
    permission: managedNodesPatchScanPermission,
  },
  install: {
    button: 'Install now',
    title: 'Install missing patches',
    permission: managedNodesPatchInstallPermission,
  },
} as const;

/** Said where somebody may not do it. */
export function deniedReason(action: PatchAction): string {
  return `It takes the permission ${ACTIONS[action].permission.name}; whoever keeps this portal’s permission policy can grant it.`;
}

/** Why nodes take no part, as a heading over them. */
export const SKIP_WORDS: Record<SkipReason, string> = {
  'not-permitted': 'Not yours to patch',
  offline: 'Not reachable',
  gone: 'Not there any more',
  'already-running': 'Busy with another scan or install',
  freeze: 'In a freeze',
};

/** What can be done about it. */
export function skipAdvice(reason: SkipReason, action: PatchAction): string {
  switch (reason) {
    case 'not-permitted':
      return deniedReason(action);
    case 'offline':
      return 'Start the instance, or see to its SSM Agent, and come back.';
    case 'gone':
      return 'If it should be there, wait for the next sync of its account and Region.';
    case 'already-running':
      return 'Wait until that has ended; the page Operations shows how far it is.';
    default:
      return 'Wait until the freeze ends. Scans may be possible meanwhile.';
  }
}

/** The button that starts it: `Install on 4 nodes`. */
export function startWords(action: PatchAction, nodes: number): string {
  const count = countOf(nodes, 'node');
  return action === 'install' ? `Install on ${count}` : `Scan ${count}`;
}

/** What is about to happen to how many nodes where, in one sentence. */
export function previewSentence({
  action,
  nodes,
  skipped,
  places,
}: PatchPreview): string {
  if (!nodes.length) {
    if (!skipped.length) {
      return 'There are no nodes here.';
    }
    return skipped.length === 1
      ? 'This node cannot take part now.'
      : `None of these ${countOf(skipped.length, 'node')} can take part now.`;
  }
  const accounts = new Set(places.map(({ account }) => account)).size;
  const where = `${countOf(nodes.length, 'node')} in ${countOf(
    accounts,
    'account',
  )}`;
  const left = skipped.length
    ? `; ${countOf(skipped.length, 'other')} will be left out`
    : '';
  return action === 'install'
    ? `Installs missing patches on ${where}${left}.`
    : `Checks which patches are missing on ${where}${left}.`;
}

/** What that means for a node. */
export const EFFECTS: Record<PatchAction, string> = {
  scan: 'Nothing is installed and nothing reboots. The portal shows what was found right afterwards.',
  install:
    'Each node gets all missing patches that its patch baseline approves, not only those you came from.',
};
