import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { managedNodesSyncManagePermission } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { syncRouteRef } from '../../routes';

/** Why a decision was not taken, and what to do. */
export const DecisionError = (props: {
  error: Error;
  onLookAgain: () => void;
}) => {
  const { error, onLookAgain } = props;
  const sync = useRouteRef(syncRouteRef)();
  const status = error instanceof ResponseError ? error.statusCode : undefined;
  if (status === 409) {
    return (
      <div role="alert">
        <EmptyState
          title="Another listing came since"
          action={
            <Button variant="contained" color="primary" onClick={onLookAgain}>
              Look again
            </Button>
          }
        >
          What is held may not be what you looked at any more, so nothing was
          done.
        </EmptyState>
      </div>
    );
  }
  if (status === 404) {
    return (
      <div role="alert">
        <EmptyState
          title="Nothing is held here any more"
          action={<Link to={sync}>To all targets</Link>}
        >
          A later listing showed the nodes again, or somebody else has decided
          on them. Nothing was done.
        </EmptyState>
      </div>
    );
  }
  return (
    <ErrorState
      error={error}
      permission={managedNodesSyncManagePermission.name}
    />
  );
};
