import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  EmptyState,
  ErrorState,
  SkeletonLines,
  useRun,
} from '@managed-nodes/plugin-managed-nodes-react';
import { useParams } from 'react-router-dom';
import { runsRouteRef } from '../../routes';
import { RunOverview } from './RunOverview';

/** One run of a runbook, at its own address. */
export const RunPage = () => {
  const { id = '' } = useParams();
  const all = useRouteRef(runsRouteRef)();
  const { data, error, refetch } = useRun(id);
  if (data) {
    return <RunOverview key={data.id} run={data} error={error} />;
  }
  if (error && (error as { statusCode?: number }).statusCode === 404) {
    return (
      <EmptyState
        title="There is no such run"
        action={<Link to={all}>All runs</Link>}
      >
        Or none that you started, or with a node that you may see.
      </EmptyState>
    );
  }
  return error ? (
    <ErrorState error={error} onRetry={refetch} />
  ) : (
    <SkeletonLines lines={8} />
  );
};
