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

/** The patches of one node, also of one that left. */
export const nodePatchesRouteRef = createSubRouteRef({
  id: 'managed-nodes/node-patches',
  parent: rootRouteRef,
  path: '/nodes/:name/patches',
});

/** The runs on one node, also of one that left. */
export const nodeRunsRouteRef = createSubRouteRef({
  id: 'managed-nodes/node-runs',
  parent: rootRouteRef,
  path: '/nodes/:name/runs',
});

/** Patch compliance. */
export const patchesRouteRef = createSubRouteRef({
  id: 'managed-nodes/patches',
  parent: rootRouteRef,
  path: '/patches',
});

/** Patches that nodes lack. */
export const missingPatchesRouteRef = createSubRouteRef({
  id: 'managed-nodes/missing-patches',
  parent: rootRouteRef,
  path: '/patches/missing',
});

/** What will be installed, and when. */
export const comingPatchesRouteRef = createSubRouteRef({
  id: 'managed-nodes/coming-patches',
  parent: rootRouteRef,
  path: '/patches/coming',
});

/** Scans and installs that were started from the portal. */
export const patchOperationsRouteRef = createSubRouteRef({
  id: 'managed-nodes/patch-operations',
  parent: rootRouteRef,
  path: '/patches/operations',
});

/** One of them. */
export const patchOperationRouteRef = createSubRouteRef({
  id: 'managed-nodes/patch-operation',
  parent: rootRouteRef,
  path: '/patches/operations/:id',
});

/** Exceptions from the patch policy. */
export const patchExceptionsRouteRef = createSubRouteRef({
  id: 'managed-nodes/patch-exceptions',
  parent: rootRouteRef,
  path: '/patches/exceptions',
});

/** What is published to be run. */
export const runbooksRouteRef = createSubRouteRef({
  id: 'managed-nodes/runbooks',
  parent: rootRouteRef,
  path: '/runbooks',
});

/** One runbook. */
export const runbookRouteRef = createSubRouteRef({
  id: 'managed-nodes/runbook',
  parent: rootRouteRef,
  path: '/runbooks/:id',
});

/** Where a run of it is put together and started. */
export const startRunRouteRef = createSubRouteRef({
  id: 'managed-nodes/start-run',
  parent: rootRouteRef,
  path: '/runbooks/:id/run',
});

/** Documents of Systems Manager, published or not. */
export const documentsRouteRef = createSubRouteRef({
  id: 'managed-nodes/documents',
  parent: rootRouteRef,
  path: '/documents',
});

/** Runs of runbooks. */
export const runsRouteRef = createSubRouteRef({
  id: 'managed-nodes/runs',
  parent: rootRouteRef,
  path: '/runs',
});

/** One of them. */
export const runRouteRef = createSubRouteRef({
  id: 'managed-nodes/run',
  parent: rootRouteRef,
  path: '/runs/:id',
});

/** How the whole fleet is run. */
export const reportRouteRef = createSubRouteRef({
  id: 'managed-nodes/report',
  parent: rootRouteRef,
  path: '/report',
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
