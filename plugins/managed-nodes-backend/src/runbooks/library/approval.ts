import { Publication } from '../../documents/publicationSchema';
import { NodeRow } from '../../nodes/rows';
import { AccountTags, subjectOf } from '../../ownership/freezes';
import { matches } from '../../ownership/match';

/** Why a run has to be approved, in sentences, and by whom. */
export interface NeededApproval {
  reasons: string[];
  /** Entity refs of groups and users. */
  approvers: string[];
}

/** Whether a run on some nodes has to be approved; null when nobody has to. */
export function approvalFor(
  { approval }: Publication,
  rows: NodeRow[],
  accounts: AccountTags,
): NeededApproval | null {
  if (!approval) {
    return null;
  }
  const { always, overNodes, match } = approval;
  const reasons: string[] = [];
  if (always) {
    reasons.push('Every run of this has to be approved');
  }
  if (overNodes !== undefined && rows.length > overNodes) {
    reasons.push(`It is on ${rows.length} nodes, more than ${overNodes}`);
  }
  const matching = match.length
    ? rows.filter(row => {
        const subject = subjectOf(row, accounts);
        return match.some(rule => matches(rule, subject));
      })
    : [];
  if (matching.length) {
    reasons.push(
      matching.length === 1
        ? `${matching[0].title} is a node for which it has to be approved`
        : `${matching.length} of the nodes are ones for which it has to be approved`,
    );
  }
  return reasons.length
    ? {
        reasons,
        approvers: [...approval.approvers.groups, ...approval.approvers.users],
      }
    : null;
}

/** When a run has to be approved, in words; null when never. */
export function approvalWords({ approval }: Publication): string | null {
  if (!approval) {
    return null;
  }
  if (approval.always) {
    return 'always';
  }
  const words = [
    ...(approval.overNodes === undefined
      ? []
      : [
          approval.overNodes === 0
            ? 'on any node'
            : `on more than ${approval.overNodes} ${
                approval.overNodes === 1 ? 'node' : 'nodes'
              }`,
        ]),
    ...(approval.match.length ? ['on some nodes, as the preview says'] : []),
  ];
  return words.join(', and ');
}
