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
  EntityContextMenuItemBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { managedNodesApiFactory } from './app/api';
import { managedNodesIcon } from './app/icon';
import {
  canHaveManagedNodes,
  hasMetrics,
  hasPatches,
  hasRunbooks,
  hasRuns,
  isManagedNode,
} from './entityFilters';
import { fleetReportWidgetOptions } from './home/fleetReportWidget';
import {
  comingPatchesRouteRef,
  documentsRouteRef,
  heldRouteRef,
  missingPatchesRouteRef,
  nodePatchesRouteRef,
  nodeRouteRef,
  nodeRunsRouteRef,
  nodesRouteRef,
  patchesRouteRef,
  patchExceptionsRouteRef,
  patchOperationRouteRef,
  patchOperationsRouteRef,
  reportRouteRef,
  rootRouteRef,
  runbookRouteRef,
  runbooksRouteRef,
  startRunRouteRef,
  runRouteRef,
  runsRouteRef,
  syncRouteRef,
  unmanagedRouteRef,
} from './routes';
import {
  runbooksMenuIcon,
  useRunbooksMenuItem,
} from './runbooks/cards/menuItem';

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

const patchesCard = EntityCardBlueprint.make({
  name: 'patches',
  params: {
    type: 'content',
    filter: canHaveManagedNodes,
    loader: async () => {
      const { EntityPatchesCard } = await import('./entity/EntityPatchesCard');
      return <EntityPatchesCard />;
    },
  },
});

const runbooksCard = EntityCardBlueprint.make({
  name: 'runbooks',
  params: {
    type: 'content',
    filter: hasRunbooks,
    loader: async () => {
      const { EntityRunbooksCard } = await import(
        './runbooks/cards/EntityRunbooksCard'
      );
      return <EntityRunbooksCard />;
    },
  },
});

const runbooksMenuItem = EntityContextMenuItemBlueprint.make({
  name: 'run-runbook',
  params: {
    icon: runbooksMenuIcon,
    filter: hasRunbooks,
    useProps: useRunbooksMenuItem,
  },
});

const myNodesWidget = HomePageWidgetBlueprint.make({
  name: 'my-nodes',
  params: {
    name: 'MyNodes',
    title: 'My nodes',
    description: 'Whether the nodes that you own are patched',
    components: async () => {
      const { MyNodes } = await import('./home/MyNodes');
      return { Content: MyNodes };
    },
    layout: {
      width: { minColumns: 4, defaultColumns: 12 },
      height: { minRows: 3, defaultRows: 6 },
    },
  },
});

const fleetReportWidget = HomePageWidgetBlueprint.make({
  name: 'fleet-report',
  params: {
    name: 'FleetReport',
    ...fleetReportWidgetOptions,
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

const patchesContent = EntityContentBlueprint.make({
  name: 'patches',
  params: {
    path: '/patches',
    title: 'Patches',
    filter: hasPatches,
    loader: async () => {
      const { EntityPatchesContent } = await import(
        './entity/EntityPatchesContent'
      );
      return <EntityPatchesContent />;
    },
  },
});

const metricsContent = EntityContentBlueprint.make({
  name: 'metrics',
  params: {
    path: '/metrics',
    title: 'Metrics',
    filter: hasMetrics,
    loader: async () => {
      const { EntityMetricsContent } = await import(
        './entity/EntityMetricsContent'
      );
      return <EntityMetricsContent />;
    },
  },
});

const runsContent = EntityContentBlueprint.make({
  name: 'runs',
  params: {
    path: '/runs',
    title: 'Runs',
    filter: hasRuns,
    loader: async () => {
      const { EntityRunsContent } = await import(
        './runs/embedded/EntityRunsContent'
      );
      return <EntityRunsContent />;
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
    nodePatches: nodePatchesRouteRef,
    nodeRuns: nodeRunsRouteRef,
    patches: patchesRouteRef,
    missingPatches: missingPatchesRouteRef,
    comingPatches: comingPatchesRouteRef,
    patchOperations: patchOperationsRouteRef,
    patchOperation: patchOperationRouteRef,
    patchExceptions: patchExceptionsRouteRef,
    runs: runsRouteRef,
    report: reportRouteRef,
    run: runRouteRef,
    runbooks: runbooksRouteRef,
    runbook: runbookRouteRef,
    startRun: startRunRouteRef,
    documents: documentsRouteRef,
    unmanaged: unmanagedRouteRef,
    sync: syncRouteRef,
    held: heldRouteRef,
  },
  extensions: [
    api,
    page,
    nodeCard,
    patchesCard,
    runbooksCard,
    runbooksMenuItem,
    myNodesWidget,
    fleetReportWidget,
    nodesCard,
    nodesContent,
    patchesContent,
    metricsContent,
    runsContent,
  ],
});
