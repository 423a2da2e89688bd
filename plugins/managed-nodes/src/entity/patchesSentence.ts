import {
  ManagedNode,
  MissingPatchPage,
  PatchCompliance,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
  nearDay,
} from '@managed-nodes/plugin-managed-nodes-react';
import { onDay } from '../patches/compliance/complianceSentence';

/** What the five-second answer is made of. */
export interface PatchesAnswer {
  compliance: Pick<PatchCompliance, 'total' | 'nextDueAt'>;
  /** Patches missing on the nodes that are overdue, or else due; the gravest first. */
  missing?: Pick<MissingPatchPage, 'items' | 'totalItems' | 'totalNodes'>;
  /** The node that is due first of those overdue. */
  first?: Pick<ManagedNode, 'patch'>;
}

/** `2 critical patches`, or `7 patches, 2 of them critical`. */
function whichPatches(
  missing: PatchesAnswer['missing'],
  nodes: number,
): string {
  const on = `on ${countOf(nodes, 'node')}`;
  if (!missing?.totalItems) {
    return on;
  }
  const { items, totalItems } = missing;
  const critical = items.filter(({ kind }) => kind === 'critical').length;
  if (critical === totalItems) {
    return `${countOf(critical, 'critical patch', 'critical patches')} ${on}`;
  }
  const all = countOf(totalItems, 'patch', 'patches');
  return critical
    ? `${all} ${on}, ${formatCount(critical)} of them critical`
    : `${all} ${on}`;
}

/** The first thing to know of the patches of an application or a team. */
export function patchesSentence(answer: PatchesAnswer, now: number): string {
  const { compliance, missing, first } = answer;
  const { nodes, standings } = compliance.total;
  if (standings.overdue) {
    const dueAt = first?.patch.dueAt;
    const since = dueAt ? `, due since ${nearDay(dueAt, now)}` : '';
    return `Overdue: ${whichPatches(missing, standings.overdue)}${since}`;
  }
  if (standings.due) {
    const { nextDueAt } = compliance;
    const by = nextDueAt ? `, the first ${onDay(nextDueAt, now)}` : '';
    return `Due: ${whichPatches(missing, standings.due)}${by}`;
  }
  const unheard = standings['never-reported'] + standings.stale;
  if (unheard) {
    return `${formatCount(unheard)} of ${countOf(nodes, 'node')} ${
      unheard === 1 ? 'has' : 'have'
    } no recent patch report`;
  }
  const all =
    nodes === 1 ? 'The one node is' : `All ${countOf(nodes, 'node')} are`;
  return standings.excepted
    ? `${all} compliant, ${formatCount(standings.excepted)} by exception`
    : `${all} compliant`;
}
