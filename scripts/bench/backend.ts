import { createBackend } from '@backstage/backend-defaults';
import {
  BackendFeature,
  coreServices,
  createServiceFactory,
  LoggerService,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import knexFactory, { Knex } from 'knex';
import { freePorts } from '../lib/processes';

type Feature = BackendFeature | Promise<{ default: BackendFeature }>;

/** Says nothing but what went wrong. */
function quietLogger(): RootLoggerService {
  const say = (level: string) => (message: string | Error) => {
    process.stderr.write(`${level}: ${message}\n`);
  };
  const silent = () => undefined;
  const logger: LoggerService = {
    error: say('error'),
    warn: silent,
    info: silent,
    debug: silent,
    child: () => logger,
  };
  return logger;
}

/** A Backstage backend with a catalog, on databases of its own in PostgreSQL. */
export interface BenchBackend {
  /** Opens the database of one of its plugins. The caller closes it. */
  database(pluginId: string): Knex;
  stop(): Promise<void>;
}

/** Where a backend keeps the data of a plugin. */
export function pluginDatabase(
  connection: string,
  prefix: string,
  pluginId: string,
): Knex {
  const url = new URL(connection);
  url.pathname = `/${prefix}${pluginId}`;
  return knexFactory({ client: 'pg', connection: url.toString() });
}

/**
 * Starts one, in this process, as portals run it. The catalog takes entities
 * but does not process them, which would share the processor with what is
 * measured.
 */
export async function startBackend(options: {
  connection: string;
  /** What the names of its databases begin with. */
  prefix: string;
  features: Feature[];
  config?: JsonObject;
}): Promise<BenchBackend> {
  const { connection, prefix, features, config = {} } = options;
  const port = await freePorts();
  const baseUrl = `http://127.0.0.1:${port}`;
  const backend = createBackend();
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () =>
        new ConfigReader({
          ...config,
          app: { baseUrl },
          backend: {
            baseUrl,
            listen: { host: '127.0.0.1', port },
            database: { client: 'pg', connection, prefix },
          },
          catalog: {
            processingInterval: false,
            ...(config.catalog as JsonObject | undefined),
          },
        }),
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: quietLogger,
    }),
  );
  backend.add(import('@backstage/plugin-catalog-backend'));
  for (const feature of features) {
    backend.add(feature);
  }
  await backend.start();
  return {
    database: pluginId => pluginDatabase(connection, prefix, pluginId),
    stop: () => backend.stop(),
  };
}
