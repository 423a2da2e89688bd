import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  ManagedNode,
  NodeFilter,
  toQueryString,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback } from 'react';
import { nodeRouteRef, nodesRouteRef } from '../routes';

/** The part of a node that tells where it is shown. */
type Target = Pick<ManagedNode, 'name' | 'entityRef' | 'status'>;

/** Where nodes lead: to their entity, or to our own page once they left. */
export function useNodeLink(): (node: Target) => string {
  const entityLink = useRouteRef(entityRouteRef);
  const nodeLink = useRouteRef(nodeRouteRef);
  return useCallback(
    node => {
      if (node.status === 'left') {
        return nodeLink({ name: node.name });
      }
      const { kind, namespace, name } = parseEntityRef(node.entityRef);
      return entityLink({
        kind: kind.toLocaleLowerCase('en-US'),
        namespace,
        name,
      });
    },
    [entityLink, nodeLink],
  );
}

/** Returns the address of the Nodes table under a filter. */
export function useNodesLink(): (filter: NodeFilter) => string {
  const nodesLink = useRouteRef(nodesRouteRef);
  return useCallback(
    filter => `${nodesLink()}${toQueryString(filter)}`,
    [nodesLink],
  );
}
