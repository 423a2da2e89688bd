import {
  NodeFilter,
  PatchCompliance,
  PatchStanding,
} from '@managed-nodes/plugin-managed-nodes-common';
import { PatchStandingChip } from '@managed-nodes/plugin-managed-nodes-react';
import { CountLinks } from '../shared/CountLinks';
import { useNodesLink } from '../shared/useNodeLinks';

const ORDER: PatchStanding[] = [
  'overdue',
  'due',
  'stale',
  'never-reported',
  'excepted',
  'compliant',
];

/** How many of one's nodes stand how, worst first; each leads to them. */
export const MyStandings = (props: {
  compliance: PatchCompliance;
  within: NodeFilter;
}) => {
  const nodes = useNodesLink();
  const { compliance, within } = props;
  const { standings } = compliance.total;
  return (
    <CountLinks
      label="Your nodes by patch standing"
      links={ORDER.filter(standing => standings[standing] > 0).map(
        standing => ({
          key: standing,
          label: <PatchStandingChip standing={standing} />,
          count: standings[standing],
          to: nodes({ ...within, patchStanding: [standing] }),
          current: false,
        }),
      )}
    />
  );
};
