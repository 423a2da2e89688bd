import { NodeOverview } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
} from '@managed-nodes/plugin-managed-nodes-react';

/** Nodes that lost contact or that AWS no longer lists. */
export function needsAttention(overview: NodeOverview): number {
  return overview.connectionLost + overview.missing;
}

/** How many nodes miss a critical patch. */
export function missingCritical(overview: NodeOverview): number {
  return overview.patch.find(part => part.bucket === 'critical')?.count ?? 0;
}

function presencePhrase(total: number, online: number): string {
  if (online < total) {
    const verb = online === 1 ? 'is' : 'are';
    return `${formatCount(online)} of ${countOf(total, 'node')} ${verb} online`;
  }
  return total === 1
    ? 'The one node is online'
    : `All ${countOf(total, 'node')} are online`;
}

/** The answer before the figures: are they all right, and if not, how many are not. */
export function overviewSentence(overview: NodeOverview): string {
  const { total, online } = overview;
  if (!total) {
    return 'No managed nodes yet';
  }
  const lost = needsAttention(overview);
  const critical = missingCritical(overview);
  const concerns = [
    ...(lost ? [`${formatCount(lost)} out of contact`] : []),
    ...(critical
      ? [`${formatCount(critical)} with critical patches missing`]
      : []),
  ];
  const presence = presencePhrase(total, online);
  return concerns.length ? `${presence}, ${concerns.join(', ')}` : presence;
}
