import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError, toError } from '@backstage/errors';

const ROOT = 'catalog.providers.managedNodes';

/** As many changes as the managed-nodes backend hands out at once. */
const MAX_PAGE_SIZE = 5000;

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 30 },
  timeout: { minutes: 10 },
  // The plugins of a backend start side by side: give the other one a moment.
  initialDelay: { seconds: 5 },
};

/** How often to look for changes, and how many to take at once. */
export interface ProviderConfig {
  schedule: SchedulerServiceTaskScheduleDefinition;
  pageSize: number;
}

function readSchedule(config: Config): SchedulerServiceTaskScheduleDefinition {
  const key = `${ROOT}.schedule`;
  if (!config.has(key)) {
    return DEFAULT_SCHEDULE;
  }
  try {
    return readSchedulerServiceTaskScheduleDefinitionFromConfig(
      config.getConfig(key),
    );
  } catch (error) {
    throw new InputError(
      `Config ${key} must be a task schedule such as { frequency: { seconds: 30 }, timeout: { minutes: 10 } }: ${
        toError(error).message
      }`,
    );
  }
}

function readPageSize(config: Config): number {
  const key = `${ROOT}.pageSize`;
  const value = config.getOptional(key) ?? 1000;
  if (
    typeof value !== 'number' ||
    !Number.isInteger(value) ||
    value < 1 ||
    value > MAX_PAGE_SIZE
  ) {
    throw new InputError(
      `Config ${key} must be a whole number from 1 to ${MAX_PAGE_SIZE}, not ${JSON.stringify(
        value,
      )}`,
    );
  }
  return value;
}

/**
 * Reads `catalog.providers.managedNodes`; all of it is optional.
 *
 * @throws InputError that names the key and what is expected.
 */
export function readProviderConfig(config: Config): ProviderConfig {
  return {
    schedule: readSchedule(config),
    pageSize: readPageSize(config),
  };
}
