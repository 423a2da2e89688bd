import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { RemoteNodeChangeFeed } from './changes/RemoteNodeChangeFeed';
import { readProviderConfig } from './config';
import { CursorStore } from './cursor/CursorStore';
import { openDatabase } from './cursor/database';
import {
  ManagedNodesEntityProvider,
  PROVIDER_NAME,
} from './provider/ManagedNodesEntityProvider';
import { OrphanSweep } from './provider/OrphanSweep';

/**
 * Adds managed nodes to the catalog as entities of kind Resource and type
 * `managed-node`.
 *
 * @public
 */
export const catalogModuleManagedNodes = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'managed-nodes',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({
        auth,
        catalog,
        config,
        database,
        discovery,
        logger,
        processing,
        scheduler,
      }) {
        const { pageSize, schedule } = readProviderConfig(config);
        const feed = RemoteNodeChangeFeed.create({ auth, discovery });
        processing.addEntityProvider(
          ManagedNodesEntityProvider.create({
            cursors: CursorStore.create({
              knex: await openDatabase(database),
              provider: PROVIDER_NAME,
            }),
            feed,
            logger,
            pageSize,
            sweep: OrphanSweep.create({ auth, catalog, feed }),
            taskRunner: scheduler.createScheduledTaskRunner(schedule),
          }),
        );
      },
    });
  },
});
