import {
  NodeFilter,
  PatchCompliance,
  PatchStanding,
} from '@managed-nodes/plugin-managed-nodes-common';
import { formatShare } from '@managed-nodes/plugin-managed-nodes-react';
import { Figure } from '../../shared/Figures';

/** The standings that keep the policy. */
const KEPT: PatchStanding[] = ['compliant', 'excepted', 'due'];

/**
 * The five figures that say most about the patches of a set of nodes.
 *
 * @param link - makes the address of the list behind a figure
 */
export function complianceFigures(
  { total, policy }: Pick<PatchCompliance, 'total' | 'policy'>,
  link: (filter: NodeFilter) => string,
): Figure[] {
  const of = (standing: PatchStanding) => ({
    value: total.standings[standing],
    to: link({ patchStanding: [standing] }),
  });
  return [
    {
      label: 'Overdue',
      ...of('overdue'),
      definition: 'Nodes with a patch that should be in place by now',
    },
    {
      label: 'Due',
      ...of('due'),
      definition: 'Nodes that lack patches and have time left',
    },
    {
      label: 'Report too old',
      ...of('stale'),
      definition: `Nodes that last reported more than ${policy.staleAfterDays} days ago`,
    },
    {
      label: 'Never scanned',
      ...of('never-reported'),
      definition: 'Nodes without a patch report',
    },
    {
      label: 'Keep the policy',
      value: total.score === null ? '–' : formatShare(total.score),
      to: link({ patchStanding: KEPT }),
      definition:
        'Share of the nodes that are compliant, excepted, or due and not overdue',
    },
  ];
}
