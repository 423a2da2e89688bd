import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import { createCardExtension } from '@backstage/plugin-home-react';
import { managedNodesApiFactory } from './app/api';
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
  rootRouteRef,
  runbookRouteRef,
  runbooksRouteRef,
  startRunRouteRef,
  runRouteRef,
  reportRouteRef,
  runsRouteRef,
  syncRouteRef,
  unmanagedRouteRef,
} from './routes';

/**
 * Managed nodes for the legacy frontend system.
 *
 * @public
 */
export const managedNodesPlugin = createPlugin({
  id: 'managed-nodes',
  apis: [createApiFactory(managedNodesApiFactory)],
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
});

/**
 * All pages of the plugin, to be mounted at `/managed-nodes`.
 *
 * @public
 */
export const ManagedNodesPage = managedNodesPlugin.provide(
  createRoutableExtension({
    name: 'ManagedNodesPage',
    component: async () => {
      const [{ ManagedNodesPages }, { LegacyShell }] = await Promise.all([
        import('./app/ManagedNodesPages'),
        import('./shell/LegacyShell'),
      ]);
      return () => <ManagedNodesPages shell={LegacyShell} />;
    },
    mountPoint: rootRouteRef,
  }),
);

/**
 * For the overview of entities that are managed nodes.
 *
 * @public
 */
export const EntityManagedNodeCard = managedNodesPlugin.provide(
  createComponentExtension({
    name: 'EntityManagedNodeCard',
    component: {
      lazy: () =>
        import('./node/EntityManagedNodeCard').then(
          module => module.EntityManagedNodeCard,
        ),
    },
  }),
);

/**
 * For the overview of entities that nodes belong to: how they are, in a
 * sentence and few figures.
 *
 * @public
 */
export const EntityManagedNodesCard = managedNodesPlugin.provide(
  createComponentExtension({
    name: 'EntityManagedNodesCard',
    component: {
      lazy: () =>
        import('./entity/EntityManagedNodesCard').then(
          module => module.EntityManagedNodesCard,
        ),
    },
  }),
);

/**
 * The Nodes tab of entities that nodes belong to.
 *
 * @public
 */
export const EntityManagedNodesContent = managedNodesPlugin.provide(
  createComponentExtension({
    name: 'EntityManagedNodesContent',
    component: {
      lazy: () =>
        import('./entity/EntityManagedNodesContent').then(
          module => module.EntityManagedNodesContent,
        ),
    },
  }),
);

/**
 * For the overview of entities that nodes belong to: whether their patches
 * are in place, what is overdue since when, and buttons to do something.
 *
 * @public
 */
export const EntityPatchesCard = managedNodesPlugin.provide(
  createComponentExtension({
    name: 'EntityPatchesCard',
    component: {
      lazy: () =>
        import('./entity/EntityPatchesCard').then(
          module => module.EntityPatchesCard,
        ),
    },
  }),
);

/**
 * The Patches tab of entities that are nodes, and of those that nodes belong
 * to. For entities that pass `hasPatches`.
 *
 * @public
 */
export const EntityPatchesContent = managedNodesPlugin.provide(
  createComponentExtension({
    name: 'EntityPatchesContent',
    component: {
      lazy: () =>
        import('./entity/EntityPatchesContent').then(
          module => module.EntityPatchesContent,
        ),
    },
  }),
);

/**
 * The Metrics tab of entities that are nodes, and of those that nodes belong
 * to. For entities that pass `hasMetrics`.
 *
 * @public
 */
export const EntityMetricsContent = managedNodesPlugin.provide(
  createComponentExtension({
    name: 'EntityMetricsContent',
    component: {
      lazy: () =>
        import('./entity/EntityMetricsContent').then(
          module => module.EntityMetricsContent,
        ),
    },
  }),
);

/**
 * The Runs tab of entities that are nodes, and of those that nodes belong to:
 * the runbooks that were run on them. For entities that pass `hasRuns`.
 *
 * @public
 */
export const EntityRunsContent = managedNodesPlugin.provide(
  createComponentExtension({
    name: 'EntityRunsContent',
    component: {
      lazy: () =>
        import('./runs/embedded/EntityRunsContent').then(
          module => module.EntityRunsContent,
        ),
    },
  }),
);

/**
 * For the overview of entities that are nodes, and of those that nodes belong
 * to: what can be run there, favourites first, with a button each. For entities
 * that pass `hasRunbooks`.
 *
 * @public
 */
export const EntityRunbooksCard = managedNodesPlugin.provide(
  createComponentExtension({
    name: 'EntityRunbooksCard',
    component: {
      lazy: () =>
        import('./runbooks/cards/EntityRunbooksCard').then(
          module => module.EntityRunbooksCard,
        ),
    },
  }),
);

/**
 * For the home page of `@backstage/plugin-home`: the few figures that say how
 * the whole fleet is run, for those who may read the report. Others see nothing.
 *
 * @public
 */
export const HomePageFleetReport = managedNodesPlugin.provide(
  createCardExtension({
    name: 'HomePageFleetReport',
    ...fleetReportWidgetOptions,
  }),
);
