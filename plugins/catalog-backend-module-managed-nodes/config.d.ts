import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /** Managed nodes as catalog entities. */
      managedNodes?: {
        /**
         * How often to ask the managed-nodes backend for changes. Default:
         * every 30 seconds, 5 seconds after start, with a timeout of 10
         * minutes. A run that is cut off continues in the next one.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        /**
         * Changes per page and per catalog transaction, 1 to 5000. Default:
         * 1000.
         */
        pageSize?: number;
      };
    };
  };
}
