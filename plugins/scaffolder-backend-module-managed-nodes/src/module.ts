import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createRunRunbookAction } from './action';

/**
 * Adds the action `managed-nodes:runbook:run` to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleManagedNodes = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'managed-nodes',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, config, discovery }) {
        actions.addActions(
          createRunRunbookAction({
            auth,
            discovery,
            appUrl: config.getString('app.baseUrl'),
          }),
        );
      },
    });
  },
});
