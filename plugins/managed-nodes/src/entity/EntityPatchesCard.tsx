import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ErrorState,
  NoticeChip,
  SkeletonLines,
  usePatchCompliance,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { useMemo } from 'react';
import { NodesCard } from '../shared/NodesCard';
import { PatchesAnswerView } from './PatchesAnswerView';

/** On an entity that nodes can belong to: whether they are patched, in five seconds. */
export const EntityPatchesCard = () => {
  const { entity } = useEntity();
  const within = useMemo(
    () => ({ relatedTo: stringifyEntityRef(entity) }),
    [entity],
  );
  const { data, error, refetch } = usePatchCompliance(within);

  const body = () => {
    if (data?.total.nodes === 0) {
      return (
        <Typography color="textSecondary">
          No managed nodes that you may see belong to this{' '}
          {entity.kind.toLocaleLowerCase('en-US')}.
        </Typography>
      );
    }
    if (data) {
      return <PatchesAnswerView compliance={data} within={within} />;
    }
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <SkeletonLines lines={4} />
    );
  };

  return (
    <NodesCard title="Patches" action={<NoticeChip />}>
      {body()}
    </NodesCard>
  );
};
