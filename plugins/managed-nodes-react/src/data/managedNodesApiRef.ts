import { createApiRef } from '@backstage/core-plugin-api';
import { ManagedNodesApi } from '@managed-nodes/plugin-managed-nodes-common';

/**
 * The managed-nodes backend, as the signed-in user may use it.
 *
 * @public
 */
export const managedNodesApiRef = createApiRef<ManagedNodesApi>({
  id: 'plugin.managed-nodes.api',
});
