/**
 * Managed nodes for the new frontend system.
 *
 * @packageDocumentation
 */
import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { managedNodesApiFactory } from './app/api';
import { managedNodesIcon } from './app/icon';
import { canHaveManagedNodes, isManagedNode } from './entityFilters';
import {
  heldRouteRef,
  nodeRouteRef,
  nodesRouteRef,
  rootRouteRef,
  syncRouteRef,
  unmanagedRouteRef,
} from './routes';

const api = ApiBlueprint.make({
  params: defineParams => defineParams(managedNodesApiFactory),
});

const page = PageBlueprint.make({
  params: {
    path: '/managed-nodes',
    routeRef: rootRouteRef,
    title: 'Managed nodes',
    icon: managedNodesIcon,
    // Our tabs depend on permissions, so the page brings its own header.
    noHeader: true,
    loader: async () => {
      const [{ ManagedNodesPages }, { PortalShell }] = await Promise.all([
        import('./app/ManagedNodesPages'),
        import('./shell/PortalShell'),
      ]);
      return <ManagedNodesPages shell={PortalShell} />;
    },
  },
});

const nodeCard = EntityCardBlueprint.make({
  name: 'node',
  params: {
    type: 'content',
    filter: isManagedNode,
    loader: async () => {
      const { EntityManagedNodeCard } = await import(
        './node/EntityManagedNodeCard'
      );
      return <EntityManagedNodeCard />;
    },
  },
});

const nodesCard = EntityCardBlueprint.make({
  name: 'nodes',
  params: {
    type: 'content',
    filter: canHaveManagedNodes,
    loader: async () => {
      const { EntityManagedNodesCard } = await import(
        './entity/EntityManagedNodesCard'
      );
      return <EntityManagedNodesCard />;
    },
  },
});

const nodesContent = EntityContentBlueprint.make({
  name: 'nodes',
  params: {
    path: '/managed-nodes',
    title: 'Nodes',
    filter: canHaveManagedNodes,
    loader: async () => {
      const { EntityManagedNodesContent } = await import(
        './entity/EntityManagedNodesContent'
      );
      return <EntityManagedNodesContent />;
    },
  },
});

/**
 * Managed nodes for the new frontend system.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'managed-nodes',
  title: 'Managed nodes',
  icon: managedNodesIcon,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    nodes: nodesRouteRef,
    node: nodeRouteRef,
    unmanaged: unmanagedRouteRef,
    sync: syncRouteRef,
    held: heldRouteRef,
  },
  extensions: [api, page, nodeCard, nodesCard, nodesContent],
});
