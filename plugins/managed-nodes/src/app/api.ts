import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import { ManagedNodesClient } from '@managed-nodes/plugin-managed-nodes-common';
import { managedNodesApiRef } from '@managed-nodes/plugin-managed-nodes-react';

/** How both frontend systems make the API. */
export const managedNodesApiFactory = {
  api: managedNodesApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: (deps: Parameters<typeof ManagedNodesClient.create>[0]) =>
    ManagedNodesClient.create(deps),
};
