import { useEntity } from '@backstage/plugin-catalog-react';
import { NoticeChip } from '@managed-nodes/plugin-managed-nodes-react';
import { NodesCard } from '../shared/NodesCard';
import { EntityOverview } from './EntityOverview';

/** On an entity that nodes can belong to: how they are. */
export const EntityManagedNodesCard = () => {
  const { entity } = useEntity();
  return (
    <NodesCard title="Managed nodes" action={<NoticeChip />}>
      <EntityOverview entity={entity} />
    </NodesCard>
  );
};
