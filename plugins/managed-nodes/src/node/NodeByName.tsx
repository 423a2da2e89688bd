import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  SkeletonLines,
  useNode,
} from '@managed-nodes/plugin-managed-nodes-react';
import { ReactNode } from 'react';

/** Loads a node and shows what is said of it, or why it cannot be shown. */
export const NodeByName = (props: {
  name: string;
  children: (node: ManagedNode) => ReactNode;
}) => {
  const { data, error, refetch } = useNode(props.name);
  if (data) {
    return <>{props.children(data)}</>;
  }
  if (data === null) {
    return (
      <EmptyState title="There is no such node, or none you may see">
        Its name may be mistyped, its history may have been cleared, or it may
        belong to another team.
      </EmptyState>
    );
  }
  if (error) {
    return <ErrorState error={error} onRetry={refetch} />;
  }
  return <SkeletonLines lines={8} />;
};
