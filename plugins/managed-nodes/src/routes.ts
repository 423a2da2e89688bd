import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** The plugin's pages; the root is the Fleet page. */
export const rootRouteRef = createRouteRef({ id: 'managed-nodes' });

/** The Nodes table. */
export const nodesRouteRef = createSubRouteRef({
  id: 'managed-nodes/nodes',
  parent: rootRouteRef,
  path: '/nodes',
});

/** The page of one node, also of one that left. */
export const nodeRouteRef = createSubRouteRef({
  id: 'managed-nodes/node',
  parent: rootRouteRef,
  path: '/nodes/:name',
});

/** Sync health. */
export const syncRouteRef = createSubRouteRef({
  id: 'managed-nodes/sync',
  parent: rootRouteRef,
  path: '/sync',
});
