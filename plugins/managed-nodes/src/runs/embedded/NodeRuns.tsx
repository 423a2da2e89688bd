import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { EmptyState } from '@managed-nodes/plugin-managed-nodes-react';
import { useMemo } from 'react';
import { RunsList } from '../list/RunsList';

/** What has been run on one node from the portal. */
export const NodeRuns = (props: { node: Pick<ManagedNode, 'name'> }) => {
  const { name } = props.node;
  const filter = useMemo(() => ({ node: name }), [name]);
  return (
    <RunsList
      filter={filter}
      empty={
        <EmptyState title="No runbook has been run on this node yet">
          What is run on it from the portal is listed here, with how it ended.
        </EmptyState>
      }
    />
  );
};
