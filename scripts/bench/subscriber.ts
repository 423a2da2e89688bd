import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import eventsPlugin from '@backstage/plugin-events-backend';
import sqsModule from '@backstage/plugin-events-backend-module-aws-sqs';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { Knex } from 'knex';
import {
  byTags,
  UNCLAIMED,
} from '../../plugins/managed-nodes-backend/src/__testUtils__/ownership';
import { startEvents } from '../../plugins/managed-nodes-backend/src/events/startEvents';
import { AbsentNodes } from '../../plugins/managed-nodes-backend/src/nodes/AbsentNodes';
import { NodeWriter } from '../../plugins/managed-nodes-backend/src/nodes/NodeWriter';
import { SsmSource } from '../../plugins/managed-nodes-backend/src/sync/sources/SsmSource';
import { syncOf } from './aws';
import { BenchBackend, startBackend } from './backend';

/** As the docs have it: how long Backstage's module rests when nothing came. */
const QUEUE = {
  region: 'eu-central-1',
  visibilityTimeout: { seconds: 10 },
};

/** Starts a Backstage backend that takes events from a queue into a node store, and lists nothing by itself. */
export async function listenToEvents(
  connection: string,
  options: {
    queueUrl: string;
    knex: Knex;
    setup: ReturnType<typeof syncOf>;
  },
): Promise<BenchBackend> {
  const { queueUrl, knex, setup } = options;
  const subscriber = createBackendPlugin({
    pluginId: 'managed-nodes',
    register(env) {
      env.registerInit({
        deps: {
          events: eventsServiceRef,
          lifecycle: coreServices.rootLifecycle,
          logger: coreServices.logger,
          scheduler: coreServices.scheduler,
        },
        async init(deps) {
          await startEvents({
            ...deps,
            config: setup.config,
            knex,
            directory: setup.accounts,
            source: SsmSource.create(setup),
            ownership: { decider: async () => byTags, undecided: UNCLAIMED },
            writer: NodeWriter.create({ knex }),
            absent: AbsentNodes.create({ knex }),
            store: setup.store,
          });
        },
      });
    },
  });
  return startBackend({
    connection,
    prefix: 'bench_events_',
    features: [subscriber, eventsPlugin, sqsModule],
    config: {
      events: {
        modules: {
          awsSqs: {
            awsSqsConsumingEventPublisher: {
              topics: {
                'managed-nodes': {
                  queue: { url: queueUrl, ...QUEUE },
                  waitTimeAfterEmptyReceive: { seconds: 1 },
                },
              },
            },
          },
        },
      },
    },
  });
}
