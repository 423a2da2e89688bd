// First: what is measured before it counts nowhere.
import './metrics/provider';
import { createBackend } from '@backstage/backend-defaults';
import { demoPersonasModule } from './auth/module';
import { metricsPlugin } from './metrics/plugin';
import { demoPolicyModule } from './permissions/module';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(demoPersonasModule);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-events-backend-module-aws-sqs'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(demoPolicyModule);
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@managed-nodes/plugin-managed-nodes-backend'));
backend.add(
  import('@managed-nodes/plugin-catalog-backend-module-managed-nodes'),
);
backend.add(
  import('@managed-nodes/plugin-scaffolder-backend-module-managed-nodes'),
);

backend.add(metricsPlugin);

backend.start();
