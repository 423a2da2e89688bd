import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AddTagsToResourceCommand, SSMClient } from '@aws-sdk/client-ssm';
import { EventBridgeEvent, ModelNode } from '..';
import { ACCOUNT, againstAws, Contract, OPERATE_ROLE, REGION } from './harness';

// All of it needs the control API.
const describeSimulated = againstAws ? describe.skip : describe;

describeSimulated('Events', () => {
  const contract = Contract.use({
    nodes: 300,
    events: true,
    time: new Date('2026-11-20T12:00:00Z'),
  });
  const control = () => contract.simulator.control;
  let sqs: SQSClient;
  let queueUrl: string;

  beforeAll(() => {
    sqs = new SQSClient(contract.user());
    queueUrl = `${contract.simulator.endpoint}/999900001111/managed-nodes-events`;
  });
  afterEach(async () => {
    await control().reset();
  });

  /** Everything in the queue, waiting for what is held up. */
  const bodies = async (wait = 0): Promise<string[]> => {
    const found: string[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: wait,
        }),
      );
      if (!Messages.length) {
        return found;
      }
      for (const { Body = '', ReceiptHandle } of Messages) {
        found.push(Body);
        await sqs.send(
          new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }),
        );
      }
    }
  };
  const events = async (wait = 0): Promise<EventBridgeEvent[]> =>
    (await bodies(wait)).map(body => JSON.parse(body));
  const find = async (environment: 'aws' | 'vmware'): Promise<ModelNode> => {
    const { nodes } = await control().findNodes({
      environment,
      account: ACCOUNT,
      region: REGION,
      patchProfile: 'compliant',
      tag: 'Owner',
    });
    return nodes.find(node => node.instanceState !== 'stopped') ?? nodes[0];
  };

  it('tells that an instance stops and starts', async () => {
    const node = await find('aws');
    await control().updateNode(node.id, { instanceState: 'stopped' });
    await control().updateNode(node.id, { instanceState: 'running' });
    await control().terminate({ ids: [node.id] });
    const found = await events();

    expect(found.map(event => event.detail)).toEqual(
      [
        'stopping',
        'stopped',
        'pending',
        'running',
        'shutting-down',
        'terminated',
      ].map(state => ({ 'instance-id': node.id, state })),
    );
    expect(found[0]).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'EC2 Instance State-change Notification',
      source: 'aws.ec2',
      account: ACCOUNT,
      time: '2026-11-20T12:00:00Z',
      region: REGION,
      resources: [node.arn],
      detail: { 'instance-id': node.id, state: 'stopping' },
    });
  });

  it('tells which tags changed, in which order', async () => {
    const node = await find('vmware');
    await control().setTags(node.id, { Owner: 'data-team', Stage: 'prod' });
    await control().removeTags(node.id, ['Stage', 'nothing']);
    const ssm = new SSMClient(await contract.role(OPERATE_ROLE));
    await ssm.send(
      new AddTagsToResourceCommand({
        ResourceType: 'ManagedInstance',
        ResourceId: node.id,
        Tags: [
          { Key: 'Owner', Value: 'data-team' },
          { Key: 'New', Value: '' },
        ],
      }),
    );
    const found = await events();

    expect(found.map(event => event.detail['changed-tag-keys'])).toEqual([
      ['Owner'],
      ['Stage'],
      ['New'],
    ]);
    expect(found.map(event => event.detail.version)).toEqual([1, 2, 3]);
    expect(found[1]).toMatchObject({
      'detail-type': 'Tag Change on Resource',
      source: 'aws.tag',
      resources: [node.arn],
      detail: { service: 'ssm', 'resource-type': 'managed-instance' },
    });
    expect(found[2].detail.tags).toMatchObject({ Owner: 'data-team', New: '' });
    expect(found[2].detail.tags).not.toHaveProperty('Stage');
  });

  it('tells how the patches of a machine stand', async () => {
    const node = await find('aws');
    await control().updateNode(node.id, { patchProfile: 'critical' });
    await control().updateNode(node.id, { patchProfile: 'critical' });
    await control().updateNode(node.id, { patchProfile: 'compliant' });
    const found = await events();

    expect(
      found.map(event => [
        event.detail['compliance-status'],
        event.detail.severity,
      ]),
    ).toEqual([
      ['non_compliant', 'critical'],
      ['compliant', 'unspecified'],
    ]);
    expect(found[0]).toMatchObject({
      'detail-type': 'Configuration Compliance State Change',
      source: 'aws.ssm',
      resources: [
        `arn:aws:ssm:${REGION}:${ACCOUNT}:managed-instance/${node.id}`,
      ],
      detail: {
        'resource-type': 'managed-instance',
        'resource-id': node.id,
        'compliance-type': 'Patch',
        'patch-baseline-id': expect.any(String),
      },
    });
  });

  it.each([
    [
      'EC2 Command Invocation Status-change Notification',
      'instance-id',
      'status',
    ],
    [
      'EC2 State Manager Instance Association State Change',
      'instance-id',
      'status',
    ],
    [
      'EC2 Automation Execution Status-change Notification',
      'Definition',
      'Status',
    ],
  ] as const)('publishes an %s', async (detailType, key, status) => {
    await control().events.configure({ enabled: false });
    const node = await find('vmware');
    const event = await control().events.publish({
      detailType,
      node: node.id,
      detail: { [status]: 'Failed' },
      time: '2026-11-20T11:59:00.000Z',
    });
    const found = await events();

    expect(found).toEqual([event]);
    expect(event).toMatchObject({
      'detail-type': detailType,
      source: 'aws.ssm',
      time: '2026-11-20T11:59:00Z',
      detail: { [key]: expect.any(String), [status]: 'Failed' },
    });
  });

  it('writes dates as Automation does', async () => {
    const { detail } = await control().events.publish({
      detailType: 'EC2 Automation Execution Status-change Notification',
      node: (await find('aws')).id,
    });

    expect(detail.EndTime).toBe('Nov 20, 2026 12:00:00 PM');
  });

  it('tells of new machines', async () => {
    const [added] = await control().addNodes({
      account: ACCOUNT,
      region: REGION,
      tags: { Owner: 'data-team' },
    });
    const found = await events();

    expect(found.map(event => event['detail-type'])).toContain(
      'Tag Change on Resource',
    );
    expect(found.every(event => event.resources[0] === added.arn)).toBe(true);
  });

  it('keeps quiet when it is told to, and starts over with the rest', async () => {
    const node = await find('aws');
    await control().events.configure({ enabled: false });
    await control().updateNode(node.id, { instanceState: 'stopped' });
    expect((await control().events.status()).queue.visible).toBe(0);

    await control().events.publishRaw('left over');
    await control().reset();
    expect(await control().events.status()).toMatchObject({
      enabled: true,
      published: 0,
      queue: { visible: 0, inFlight: 0, name: 'managed-nodes-events' },
    });
  });

  it('delivers twice and out of order when told to', async () => {
    const node = await find('vmware');
    await control().events.configure({ duplicate: 1, reorder: true });
    for (let i = 0; i < 8; i++) {
      await control().setTags(node.id, { Counter: String(i) });
    }
    const found = await events(1);
    const order = found.map(event => Number(event.detail.version));

    expect(found).toHaveLength(16);
    expect(new Set(found.map(event => event.id)).size).toBe(8);
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
  });

  it('delivers what is no event', async () => {
    const poison = ['{', '', '<xml/>', '{"detail-type":1}', '\u0000'];
    for (const body of poison) {
      await control().events.publishRaw(body);
    }

    expect(await bodies()).toEqual(poison);
  });

  it('has no instance states of hybrid nodes', async () => {
    await expect(
      control().events.publish({
        detailType: 'EC2 Instance State-change Notification',
        node: (await find('vmware')).id,
      }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });

  it('gives way when nobody takes the messages', async () => {
    const body = 'x'.repeat(262_144);
    for (let i = 0; i < 260; i++) {
      await control().events.publishRaw(body);
    }
    const { queue } = await control().events.status();

    expect(queue.visible).toBe(256);
    expect(queue.dropped).toBe(4);
  });

  it('puts aside what was received three times and not deleted', async () => {
    await control().events.publishRaw('no event');
    const receive = async (url: string) => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 0 }),
      );
      return Messages.map(({ Body }) => Body);
    };
    for (let times = 0; times < 3; times += 1) {
      expect(await receive(queueUrl)).toEqual(['no event']);
    }
    expect(await receive(queueUrl)).toEqual([]);
    expect(await receive(`${queueUrl}-dead-letters`)).toEqual(['no event']);
  });
});
