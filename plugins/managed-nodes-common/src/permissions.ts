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
 * To run runbooks on a node, of those that are published to the caller.
 *
 * @public
 */
export const managedNodesRunbookExecutePermission = createPermission({
  name: 'managed-nodes.runbook.execute',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MANAGED_NODE,
});

/**
 * To approve runs on a node, and to answer their steps that wait for a person,
 * where the publication says that the caller may. For a run it has to hold for
 * each of its nodes.
 *
 * @public
 */
export const managedNodesRunbookApprovePermission = createPermission({
  name: 'managed-nodes.runbook.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MANAGED_NODE,
});

/**
 * To run, and to approve, runbooks that take no nodes: whatever they do, they
 * do it to accounts as a whole. Needed besides what the publication says.
 *
 * @public
 */
export const managedNodesFleetRunbookExecutePermission = createPermission({
  name: 'managed-nodes.fleet-runbook.execute',
  attributes: { action: 'update' },
});

/**
 * To look at all documents of Systems Manager, published or not.
 *
 * @public
 */
export const managedNodesDocumentReadPermission = createPermission({
  name: 'managed-nodes.document.read',
  attributes: { action: 'read' },
});

/**
 * To see how the whole fleet is run, in figures that name no node. It takes no
 * permission on any node, and gives none.
 *
 * @public
 */
export const managedNodesReportReadPermission = createPermission({
  name: 'managed-nodes.report.read',
  attributes: { action: 'read' },
});

/**
 * To have the counters of a node read on the spot: how busy it is right now.
 * A command of ours runs on it, which changes nothing.
 *
 * @public
 */
export const managedNodesCountersReadPermission = createPermission({
  name: 'managed-nodes.counters.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MANAGED_NODE,
});

/**
 * Every permission of the managed-nodes plugin.
 *
 * @public
 */
export const managedNodesPermissions = [
  managedNodesNodeReadPermission,
  managedNodesCountersReadPermission,
  managedNodesPatchScanPermission,
  managedNodesPatchInstallPermission,
  managedNodesPatchExceptPermission,
  managedNodesRunbookExecutePermission,
  managedNodesRunbookApprovePermission,
  managedNodesFleetRunbookExecutePermission,
  managedNodesDocumentReadPermission,
  managedNodesReportReadPermission,
  managedNodesSyncReadPermission,
  managedNodesSyncManagePermission,
];
