import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  EmptyState,
  ErrorState,
} from '@managed-nodes/plugin-managed-nodes-react';
import { runbooksRouteRef } from '../../routes';
import { reasonOf } from '../../shared/reasonOf';

const PERMISSION = /managed-nodes(?:\.[a-z]+)+/;

/** Why a runbook cannot be shown: there is none, its publication has a problem, or something went wrong. */
export const RunbookError = (props: { error: Error; onRetry: () => void }) => {
  const runbooks = useRouteRef(runbooksRouteRef)();
  const { error, onRetry } = props;
  const status = error instanceof ResponseError ? error.statusCode : undefined;
  if (status === 404) {
    return (
      <EmptyState
        title="There is no such runbook"
        action={<Link to={runbooks}>All runbooks</Link>}
      >
        It is not published any more, or not to you.
      </EmptyState>
    );
  }
  // It is refused for want of no permission, but for what it is.
  if (status === 403 && !PERMISSION.test(reasonOf(error))) {
    return (
      <EmptyState
        title="It cannot be run now"
        action={<Link to={runbooks}>All runbooks</Link>}
      >
        {reasonOf(error)}
      </EmptyState>
    );
  }
  return <ErrorState error={error} onRetry={onRetry} />;
};
