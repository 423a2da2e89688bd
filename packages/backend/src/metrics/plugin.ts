import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { prometheus } from './provider';

/**
 * Serves `GET /metrics` in Prometheus's text format on the portal's own port.
 * It tells figures of the portal as a whole and needs no sign-in: a portal
 * that strangers can reach should export its metrics another way.
 */
export const metricsPlugin = createBackendPlugin({
  pluginId: 'demo-metrics',
  register(env) {
    env.registerInit({
      deps: { rootHttpRouter: coreServices.rootHttpRouter },
      async init({ rootHttpRouter }) {
        rootHttpRouter.use('/metrics', (req, res) =>
          prometheus.getMetricsRequestHandler(req, res),
        );
      },
    });
  },
});
