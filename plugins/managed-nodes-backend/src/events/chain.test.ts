import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  coreServices,
  createBackendPlugin,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import sqsModule from '@backstage/plugin-events-backend-module-aws-sqs';
import {
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import { EventBridgeEvent, ModelNode } from '@managed-nodes/aws-simulator';
import { Knex } from 'knex';
import {
  byTags,
  databases,
  openTestDatabase,
  UNCLAIMED,
} from '../__testUtils__/nodes';
import { createSync, PROD, startAws } from '../__testUtils__/sync';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { NodeWriter } from '../nodes/NodeWriter';
import { NodeRow } from '../nodes/rows';
import { SsmSource } from '../sync/sources/SsmSource';
import { until } from './__testUtils__/createEvents';
import { StartedEvents, startEvents } from './startEvents';

jest.setTimeout(120_000);

const REGION = 'eu-central-1';
/** Until an event counts as lost, on a busy machine too. */
const LIMIT_MS = 30_000;

type Row = NodeRow & { nodeDetails: Record<string, unknown> };

/** From EventBridge over SQS and Backstage's module for it to the node store. */
describe.each(databases.eachSupportedId())('the way of events on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let started: StartedEvents;
  let scheduler: SchedulerService;

  const row = async (nodeId: string): Promise<Row> => {
    const found: NodeRow | undefined = await knex('nodes')
      .where({ node_id: nodeId, account: PROD, region: REGION })
      .first();
    if (!found) {
      throw new Error(`There is no node ${nodeId}`);
    }
    return { ...found, nodeDetails: JSON.parse(found.details) };
  };
  const find = async (query: Parameters<typeof aws.control.findNodes>[0]) =>
    (await aws.control.findNodes({ account: PROD, region: REGION, ...query }))
      .nodes;
  const health = async () => (await started.health())!;
  const queued = async () => {
    const { queue } = await aws.control.events.status();
    return queue.visible + queue.inFlight + queue.delayed;
  };

  /** What is done every minute, now. */
  const readDeadLetters = async () => {
    try {
      await scheduler.triggerTask('managed-nodes-dead-letters');
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConflictError') {
        throw error;
      }
    }
  };

  beforeAll(async () => {
    aws = await startAws({ nodes: 800 });
    const url = `${process.env.AWS_ENDPOINT_URL}/999900001111/managed-nodes-events`;
    process.env.AWS_ACCESS_KEY_ID = aws.credentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = aws.credentials.secretAccessKey;
    knex = await openTestDatabase(id);
    setup = createSync(knex, aws.credentials, {
      events: {
        deadLetters: { queueUrl: `${url}-dead-letters`, region: REGION },
      },
    });
    await setup.run(setup.target(PROD, REGION));
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
            scheduler = deps.scheduler;
            started = await startEvents({
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
    backend = await startTestBackend({
      features: [
        subscriber,
        eventsServiceFactory,
        schedulerServiceFactory,
        eventsPlugin,
        sqsModule,
        mockServices.rootConfig.factory({
          data: {
            events: {
              notifyTimeoutMs: 500,
              modules: {
                awsSqs: {
                  awsSqsConsumingEventPublisher: {
                    topics: {
                      'managed-nodes': {
                        queue: {
                          url,
                          region: REGION,
                          visibilityTimeout: { seconds: 2 },
                          waitTime: { seconds: 2 },
                        },
                        waitTimeAfterEmptyReceive: { milliseconds: 100 },
                      },
                    },
                  },
                },
              },
            },
          },
        }),
      ],
    });
    await aws.control.events.configure({ enabled: true });
  });
  afterAll(async () => {
    await backend?.stop();
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    await aws.stop();
  });

  const bucketOf = async (node: ModelNode) => (await row(node.id)).patch_bucket;

  it('shows that an instance stopped and started', async () => {
    const [node] = await find({ instanceState: 'running' });
    for (const instanceState of ['stopped', 'running'] as const) {
      await aws.control.updateNode(node.id, { instanceState });
      await until(
        async () =>
          expect((await row(node.id)).nodeDetails).toMatchObject({
            instanceState,
          }),
        LIMIT_MS,
      );
    }
  });

  it('shows new tags, and whose node it is by them', async () => {
    const [hybrid] = await find({ environment: 'azure' });
    const [instance] = await find({ environment: 'aws' });
    for (const node of [hybrid, instance]) {
      await aws.control.setTags(node.id, { Owner: 'moved-team' });
      await until(
        async () =>
          expect((await row(node.id)).owner_ref).toBe(
            'group:default/moved-team',
          ),
        LIMIT_MS,
      );
    }
  });

  it('shows that patches are missing', async () => {
    const [node] = await find({ patchProfile: 'compliant' });
    await aws.control.updateNode(node.id, { patchProfile: 'critical' });
    await until(
      async () => expect(await bucketOf(node)).toBe('critical'),
      LIMIT_MS,
    );
  });

  it.each([
    'EC2 Command Invocation Status-change Notification',
    'EC2 State Manager Instance Association State Change',
  ] as const)('shows what changed by an %s', async detailType => {
    await aws.control.events.configure({ enabled: false });
    const [node] = await find({
      patchProfile: 'compliant',
      pingStatus: 'Online',
    });
    await aws.control.updateNode(node.id, {
      patchProfile: 'security',
      agentVersion: '3.9.9.9',
    });
    await aws.control.events.publish({ detailType, node: node.id });
    await until(async () => {
      expect(await bucketOf(node)).toBe('security');
      expect((await row(node.id)).agent_version).toBe('3.9.9.9');
    }, LIMIT_MS);
    await aws.control.events.configure({ enabled: true });
  });

  it('shows what an automation did, where it names the node', async () => {
    await aws.control.events.configure({ enabled: false });
    const [node] = await find({ instanceState: 'running' });
    await aws.control.updateNode(node.id, { computerName: 'renamed' });
    const { ignored } = await health();
    const event = await aws.control.events.publish({
      detailType: 'EC2 Automation Execution Status-change Notification',
      node: node.id,
    });
    await until(
      async () => expect((await health()).ignored).toBeGreaterThan(ignored),
      LIMIT_MS,
    );
    const naming: EventBridgeEvent = {
      ...event,
      resources: [...event.resources, node.arn],
    };
    await aws.control.events.publishRaw(JSON.stringify(naming));
    await until(
      async () =>
        expect((await row(node.id)).nodeDetails).toMatchObject({
          computerName: 'renamed',
        }),
      LIMIT_MS,
    );
    await aws.control.events.configure({ enabled: true });
  });

  it('comes to the same when events come twice and overtake one another', async () => {
    await aws.control.events.configure({ duplicate: 1, reorder: true });
    const nodes = (await find({ instanceState: 'running' })).slice(0, 5);
    for (const node of nodes) {
      await aws.control.updateNode(node.id, { instanceState: 'stopped' });
      await aws.control.updateNode(node.id, { instanceState: 'running' });
      await aws.control.setTags(node.id, { Owner: `final-${node.id}` });
    }
    await until(async () => {
      for (const node of nodes) {
        expect(await row(node.id)).toMatchObject({
          owner_ref: `group:default/final-${node.id}`,
          nodeDetails: expect.objectContaining({ instanceState: 'running' }),
          left_at: null,
        });
      }
    }, LIMIT_MS);
    await aws.control.events.configure({ duplicate: 0, reorder: false });
    await until(async () => expect(await queued()).toBe(0), LIMIT_MS);
    const [{ total }] = await knex('nodes').count({ total: '*' });
    const [{ known }] = await knex('nodes').countDistinct({ known: 'node_id' });
    expect(total).toEqual(known);
  });

  it('reports what is no event, and goes on', async () => {
    const [node] = await find({ environment: 'vmware' });
    await aws.control.events.publishRaw('{"hello":"<b>world</b>"}');
    await aws.control.events.publishRaw('{"hello":"<b>world</b>"}');
    await aws.control.setTags(node.id, { Owner: 'after-poison' });
    await until(async () => {
      expect((await row(node.id)).owner_ref).toBe('group:default/after-poison');
      expect((await health()).problems).toContainEqual({
        receivedAt: expect.any(String),
        reason: expect.stringMatching(/^Not an event of EventBridge: source/),
        excerpt: '{"hello":"<b>world</b>"}',
        times: 2,
      });
    }, LIMIT_MS);
    await until(async () => expect(await queued()).toBe(0), LIMIT_MS);
  });

  it('reports what is no JSON once SQS gave it up, and the queue is free of it', async () => {
    await aws.control.events.publishRaw('poison');
    await until(async () => {
      await readDeadLetters();
      expect((await health()).problems).toContainEqual(
        expect.objectContaining({
          reason: 'The message is not JSON',
          excerpt: 'poison',
          times: 1,
        }),
      );
    }, LIMIT_MS);
    expect(await queued()).toBe(0);
    const [node] = await find({ environment: 'gcp' });
    await aws.control.setTags(node.id, { Owner: 'still-alive' });
    await until(
      async () =>
        expect((await row(node.id)).owner_ref).toBe(
          'group:default/still-alive',
        ),
      LIMIT_MS,
    );
  });

  it('brings each of many events in a row', async () => {
    const nodes = await aws.control.addNodes({
      count: 20,
      account: PROD,
      region: REGION,
    });
    for (const [index, node] of nodes.entries()) {
      await aws.control.setTags(node.id, { Owner: `next-${index}` });
      await until(
        async () =>
          expect((await row(node.id)).owner_ref).toBe(
            `group:default/next-${index}`,
          ),
        LIMIT_MS,
      );
    }
  });
});
