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

/** Said where somebody may do it nowhere. */
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

/** The button that starts it: `Install on 4 nodes`. */
export function startWords(action: PatchAction, nodes: number): string {
  const count = countOf(nodes, 'node');
  return action === 'install' ? `Install on ${count}` : `Scan ${count}`;
}

/** What is about to happen, in one sentence. */
export function previewSentence({
  action,
  nodes,
  skipped,
  places,
}: PatchPreview): string {
  if (!nodes.length) {
    return skipped.length
      ? `None of these ${countOf(skipped.length, 'node')} can take part now.`
      : 'There are no nodes here.';
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
    ? `Installs everything that the baselines of these nodes approve: ${where}${left}.`
    : `Looks what is missing and changes nothing: ${where}${left}.`;
}

/** A rate in words: `10%` → `10 % of the nodes`. */
export function rateWords(rate: string, one: string): string {
  return rate.endsWith('%')
    ? `${rate.slice(0, -1)} % of the nodes`
    : countOf(Number(rate), one);
}
