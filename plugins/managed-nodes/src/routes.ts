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

/** EC2 instances that are no managed nodes. */
export const unmanagedRouteRef = createSubRouteRef({
  id: 'managed-nodes/unmanaged',
  parent: rootRouteRef,
  path: '/unmanaged',
});

/** Sync health. */
export const syncRouteRef = createSubRouteRef({
  id: 'managed-nodes/sync',
  parent: rootRouteRef,
  path: '/sync',
});

/** What is held back in one target, to decide on it. */
export const heldRouteRef = createSubRouteRef({
  id: 'managed-nodes/held',
  parent: rootRouteRef,
  path: '/sync/held/:account/:region',
});
