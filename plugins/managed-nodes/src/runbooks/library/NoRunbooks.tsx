import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EmptyState } from '@managed-nodes/plugin-managed-nodes-react';
import { documentsRouteRef, nodesRouteRef } from '../../routes';

/** Nothing is published: what that means, and what to do next. */
export const NoRunbooks = (props: {
  /** Whether the caller may look at documents, as publishers do. */
  mayPublish: boolean;
}) => {
  const documents = useRouteRef(documentsRouteRef)();
  const nodes = useRouteRef(nodesRouteRef)();
  return props.mayPublish ? (
    <EmptyState
      title="No runbook is published yet"
      action={<Link to={documents}>Look for a document to publish</Link>}
    >
      A runbook is a document of Systems Manager that the app config publishes,
      under <code>managedNodes.runbooks</code>: to whom, on which nodes and with
      which parameters. The page of a document has the lines to copy.
    </EmptyState>
  ) : (
    <EmptyState
      title="No runbook is published to you yet"
      action={<Link to={nodes}>Your nodes</Link>}
    >
      Runbooks are what the platform team lets you do to your nodes by yourself,
      such as to restart a service. Ask them for those that you miss.
    </EmptyState>
  );
};
