import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Resource type of managed nodes in the permission framework. Resource refs
 * are node names.
 *
 * @public
 */
export const RESOURCE_TYPE_MANAGED_NODE = 'managed-node';

/**
 * To see a node: in lists, counts, facets, exports and on its page.
 *
 * @public
 */
export const managedNodesNodeReadPermission = createPermission({
  name: 'managed-nodes.node.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MANAGED_NODE,
});

/**
 * To see how the sync of accounts and Regions is doing.
 *
 * @public
 */
export const managedNodesSyncReadPermission = createPermission({
  name: 'managed-nodes.sync.read',
  attributes: { action: 'read' },
});

/**
 * To start a sync.
 *
 * @public
 */
export const managedNodesSyncManagePermission = createPermission({
  name: 'managed-nodes.sync.manage',
  attributes: { action: 'update' },
});

/**
 * To have the patches of a node scanned.
 *
 * @public
 */
export const managedNodesPatchScanPermission = createPermission({
  name: 'managed-nodes.patch.scan',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MANAGED_NODE,
});

/**
 * To have patches installed on a node.
 *
 * @public
 */
export const managedNodesPatchInstallPermission = createPermission({
  name: 'managed-nodes.patch.install',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MANAGED_NODE,
});

/**
 * To except a node from a patch for a while, and to end that. For an
 * application it has to hold for each of its nodes.
 *
 * @public
 */
export const managedNodesPatchExceptPermission = createPermission({
  name: 'managed-nodes.patch.except',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MANAGED_NODE,
});

/**
 * Every permission of the managed-nodes plugin.
 *
 * @public
 */
export const managedNodesPermissions = [
  managedNodesNodeReadPermission,
  managedNodesPatchScanPermission,
  managedNodesPatchInstallPermission,
  managedNodesPatchExceptPermission,
  managedNodesSyncReadPermission,
  managedNodesSyncManagePermission,
];
