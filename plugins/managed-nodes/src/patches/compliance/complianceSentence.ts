import { PatchCompliance } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
  formatShare,
  nearDay,
} from '@managed-nodes/plugin-managed-nodes-react';

function be(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/** `on Thursday`, `today`, `on 12 May 2026`. */
export function onDay(iso: string, now: number): string {
  const day = nearDay(iso, now);
  return day === 'today' ? day : `on ${day}`;
}

/** The answer before the figures: who is overdue, who will be, and how well the policy is kept. */
export function complianceSentence(
  compliance: Pick<PatchCompliance, 'total' | 'nextDueAt'>,
  now: number,
): string {
  const { nodes, standings, score } = compliance.total;
  const { overdue, due } = standings;
  if (standings.compliant === nodes) {
    return nodes === 1
      ? 'The one node is compliant'
      : `All ${countOf(nodes, 'node')} are compliant`;
  }
  const clauses = [
    overdue
      ? `${formatCount(overdue)} of ${countOf(nodes, 'node')} ${be(
          overdue,
        )} overdue`
      : `None of ${countOf(nodes, 'node')} is overdue`,
  ];
  if (due) {
    const next = compliance.nextDueAt;
    clauses.push(
      `${formatCount(due)}${overdue ? ' more' : ''} ${be(due)} due${
        next ? `, the first ${onDay(next, now)}` : ''
      }`,
    );
  }
  const unheard = standings['never-reported'] + standings.stale;
  if (unheard) {
    clauses.push(
      `${formatCount(unheard)} ${
        unheard === 1 ? 'has' : 'have'
      } no recent report`,
    );
  }
  const kept =
    score === null ? '' : `; the policy is kept by ${formatShare(score)}`;
  return `${clauses.join(', ')}${kept}`;
}
