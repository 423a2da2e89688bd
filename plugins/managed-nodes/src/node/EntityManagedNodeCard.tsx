import { useEntity } from '@backstage/plugin-catalog-react';
import { NoticeChip } from '@managed-nodes/plugin-managed-nodes-react';
import { NodesCard } from '../shared/NodesCard';
import { NodeByName } from './NodeByName';
import { NodeOverview } from './NodeOverview';

/** On the entity of a managed node: how it is, now. */
export const EntityManagedNodeCard = () => {
  const { entity } = useEntity();
  return (
    <NodesCard title="Managed node" action={<NoticeChip />}>
      <NodeByName name={entity.metadata.name}>
        {node => <NodeOverview node={node} />}
      </NodeByName>
    </NodesCard>
  );
};
