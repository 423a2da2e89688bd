import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import {
  RESOURCE_TYPE_SCAFFOLDER_ACTION,
  RESOURCE_TYPE_SCAFFOLDER_TASK,
  taskCreatePermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  createManagedNodesConditionalDecision,
  managedNodesConditions,
} from '@managed-nodes/plugin-managed-nodes-backend';
import {
  MANAGED_NODE_ENTITY_TYPE,
  managedNodesDocumentReadPermission,
  managedNodesReportReadPermission,
  managedNodesSyncManagePermission,
  managedNodesSyncReadPermission,
  RESOURCE_TYPE_MANAGED_NODE,
} from '@managed-nodes/plugin-managed-nodes-common';

/** The group that reads how the fleet is run, and sees no machine. */
const READERS = 'group:default/finance';

/** The group that runs the fleet. */
const OPERATORS = 'group:default/platform-team';

const OPERATORS_ONLY = [
  managedNodesSyncReadPermission,
  managedNodesSyncManagePermission,
  managedNodesDocumentReadPermission,
];

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * Operators see and do everything. Everybody else sees the nodes they own,
 * themselves or through their groups, and the entities of those nodes, and may
 * ask these nodes how busy they are, have them scanned and patched, and run on
 * them what is published to them; the rest of the catalog is open to all.
 * Readers see the figures of the report besides. Nobody but operators sees the
 * sync and documents that are not published, or runs what takes no nodes.
 */
export class DemoPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) {
      return DENY;
    }
    const owners = user.info.ownershipEntityRefs;
    if (owners.includes(OPERATORS)) {
      return ALLOW;
    }
    if (isResourcePermission(permission, RESOURCE_TYPE_MANAGED_NODE)) {
      return createManagedNodesConditionalDecision(
        permission,
        managedNodesConditions.isNodeOwner({ owners }),
      );
    }
    if (isPermission(permission, managedNodesReportReadPermission)) {
      return owners.includes(READERS) ? ALLOW : DENY;
    }
    if (OPERATORS_ONLY.some(own => isPermission(permission, own))) {
      return DENY;
    }
    if (isResourcePermission(permission, RESOURCE_TYPE_CATALOG_ENTITY)) {
      return createCatalogConditionalDecision(permission, {
        anyOf: [
          {
            not: catalogConditions.hasSpec({
              key: 'type',
              value: MANAGED_NODE_ENTITY_TYPE,
            }),
          },
          catalogConditions.isEntityOwner({ claims: owners }),
        ],
      });
    }
    // What templates do is decided when they do it. Their logs name nodes.
    if (isResourcePermission(permission, RESOURCE_TYPE_SCAFFOLDER_TASK)) {
      return createScaffolderTaskConditionalDecision(
        permission,
        scaffolderTaskConditions.isTaskOwner({
          createdBy: [user.info.userEntityRef],
        }),
      );
    }
    if (
      isResourcePermission(permission, RESOURCE_TYPE_SCAFFOLDER_ACTION) ||
      isPermission(permission, taskCreatePermission)
    ) {
      return ALLOW;
    }
    return permission.attributes.action === 'read' ? ALLOW : DENY;
  }
}
