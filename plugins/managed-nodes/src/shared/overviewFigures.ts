import {
  NodeFilter,
  NodeOverview,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Figure } from './Figures';
import { missingCritical, needsAttention } from './overviewSentence';

/**
 * The five figures that say most about a set of nodes.
 *
 * @param link - makes the address of the list behind a figure
 */
export function overviewFigures(
  overview: NodeOverview,
  link: (filter: NodeFilter) => string,
): Figure[] {
  return [
    { label: 'Nodes', value: overview.total, to: link({}) },
    {
      label: 'Online',
      value: overview.online,
      to: link({ status: ['online'] }),
      definition: 'Their agent answers Systems Manager',
    },
    {
      label: 'Out of contact',
      value: needsAttention(overview),
      to: link({ status: ['connection-lost', 'missing'] }),
      definition: 'Connection lost, or missing from the last complete listing',
    },
    {
      label: 'Critical patches missing',
      value: missingCritical(overview),
      to: link({ patchBucket: ['critical'] }),
      definition: 'Nodes with at least one critical patch not installed',
    },
    {
      label: 'Unclaimed',
      value: overview.unclaimed,
      to: link({ unclaimed: true }),
      definition: 'No ownership rule found a permitted owner',
    },
  ];
}
