import assert from 'node:assert/strict';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import sqsModule from '@backstage/plugin-events-backend-module-aws-sqs';
import {
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import { MANAGEMENT } from '../../accounts/__testUtils__/organization';
import { DeadLetters } from '../../events/DeadLetters';
import { until } from '../../events/__testUtils__/createEvents';
import type { Feature } from './features';

const region = 'eu-central-1';
const queueUrl = (name: string) =>
  `${process.env.AWS_ENDPOINT_URL}/${MANAGEMENT}/${name}`;

/** A portal with Backstage's SQS module, which hands events to `onEvent`. */
function startListening(onEvent: (payload: unknown) => void) {
  const subscriber = createBackendPlugin({
    pluginId: 'subscriber',
    register(env) {
      env.registerInit({
        deps: { events: eventsServiceRef },
        async init({ events }) {
          await events.subscribe({
            id: 'subscriber',
            topics: ['managed-nodes'],
            onEvent: async ({ eventPayload }) => onEvent(eventPayload),
          });
        },
      });
    },
  });
  const queue = {
    url: queueUrl('managed-nodes-events'),
    region,
    waitTime: { seconds: 1 },
  };
  const topics = {
    'managed-nodes': {
      queue,
      waitTimeAfterEmptyReceive: { milliseconds: 100 },
    },
  };
  const modules = {
    awsSqs: { awsSqsConsumingEventPublisher: { topics } },
  };
  return startTestBackend({
    features: [
      subscriber,
      eventsServiceFactory,
      eventsPlugin,
      sqsModule,
      mockServices.rootConfig.factory({
        // Else the backend waits a minute for listeners when it stops.
        data: { events: { notifyTimeoutMs: 500, modules } },
      }),
    ],
  });
}

/**
 * Events come by Backstage's SQS module, and what it leaves in the dead-letter
 * queue by our own reader; both have the portal's own credentials.
 */
export const takeEvents: Pick<Feature, 'prepare' | 'run'> = {
  async prepare({ aws }) {
    const client = new SQSClient({ region, credentials: aws.credentials });
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl('managed-nodes-events-dead-letters'),
        MessageBody: 'poison',
      }),
    );
    client.destroy();
    await aws.control.events.publishRaw('{"hello":"world"}');
  },
  async run({ aws }) {
    const { accessKeyId, secretAccessKey } = aws.credentials;
    process.env.AWS_ACCESS_KEY_ID = accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey;
    const received: unknown[] = [];
    const dead: string[] = [];
    const backend = await startListening(payload => received.push(payload));
    try {
      await until(async () => {
        assert.deepEqual(received, [{ hello: 'world' }]);
        const { queue } = await aws.control.events.status();
        assert.equal(queue.visible + queue.inFlight + queue.delayed, 0);
      });
      await DeadLetters.create({
        client: new SQSClient({ region }),
        queueUrl: queueUrl('managed-nodes-events-dead-letters'),
        receive: async text => {
          dead.push(text);
        },
      }).drain(new AbortController().signal);
      assert.deepEqual(dead, ['poison']);
      return [];
    } finally {
      await backend.stop();
      delete process.env.AWS_ACCESS_KEY_ID;
      delete process.env.AWS_SECRET_ACCESS_KEY;
    }
  },
};
