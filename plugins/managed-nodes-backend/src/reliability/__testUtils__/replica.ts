import { DefaultSchedulerService } from '@backstage/backend-defaults/scheduler';
import { LoggerService } from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { JsonObject } from '@backstage/types';
import knexFactory, { Knex } from 'knex';
import { createSync } from '../../__testUtils__/createSync';
import { openDatabase } from '../../nodes/database';
import { SyncScheduler } from '../../sync/SyncScheduler';

/** What a replica is told, as JSON. */
export interface ReplicaJob {
  name: string;
  knex: Knex.Config;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Of `managedNodes.sync`. */
  sync: {
    interval: JsonObject;
    timeout: JsonObject;
    partitions: number;
    concurrency: number;
  };
}

/** When a replica listed a target, by the database's clock. */
export interface ListingTimes {
  replica: string;
  target: string;
  begun: Date;
  ended: Date | null;
}

const logger: LoggerService = {
  error: message => process.stderr.write(`${message}\n`),
  warn: message => process.stderr.write(`${message}\n`),
  info: () => {},
  debug: () => {},
  child: () => logger,
};

const instrument = {
  add: () => {},
  record: () => {},
  addCallback: () => {},
  removeCallback: () => {},
};

const metrics: MetricsService = {
  createCounter: () => instrument,
  createUpDownCounter: () => instrument,
  createHistogram: () => instrument,
  createGauge: () => instrument,
  createObservableCounter: () => instrument,
  createObservableUpDownCounter: () => instrument,
  createObservableGauge: () => instrument,
};

const lifecycle = {
  addShutdownHook: () => {},
  addStartupHook: () => {},
  addBeforeShutdownHook: () => {},
};

/** A replica of the backend, as far as the sync goes, with Backstage's own scheduler. */
async function main({
  name,
  knex: config,
  credentials,
  sync: settings,
}: ReplicaJob): Promise<void> {
  const knex = knexFactory(config);
  const database = { getClient: async () => knex };
  await openDatabase(database);
  const {
    accounts,
    config: read,
    store,
    sync,
  } = createSync(knex, credentials, { sync: { ...settings } });
  const scheduler = SyncScheduler.create({
    scheduler: DefaultSchedulerService.create({
      database,
      logger,
      metrics,
      rootLifecycle: lifecycle,
      httpRouter: { use: () => {}, addAuthPolicy: () => {} },
      pluginMetadata: { getId: () => 'managed-nodes' },
    }),
    lifecycle,
    sync,
    store,
    logger,
    config: read.sync,
    accounts,
    measure: async (target, run) => {
      const [{ id }] = await knex('test_listings').insert(
        {
          replica: name,
          target: `${target.account}/${target.region}`,
          begun: knex.raw('clock_timestamp()'),
        },
        ['id'],
      );
      const outcome = await run();
      await knex('test_listings')
        .where({ id })
        .update({ ended: knex.raw('clock_timestamp()') });
      return outcome;
    },
  });
  // Not longer than the test that started it.
  process.stdin.resume().once('end', () => process.exit());
  await scheduler.start();
}

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
