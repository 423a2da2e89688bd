import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  ReceiveMessageCommandInput,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { againstAws, Contract } from './harness';

// It makes queues, so it stays away from real accounts.
const describeSimulated = againstAws ? describe.skip : describe;

describeSimulated('SQS', () => {
  const contract = Contract.use({ nodes: 10 });
  let sqs: SQSClient;
  let count = 0;

  beforeAll(() => {
    sqs = new SQSClient(contract.user());
  });

  const create = async (Attributes?: Record<string, string>) => {
    count += 1;
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName: `queue-${count}`, Attributes }),
    );
    return QueueUrl;
  };
  const send = (QueueUrl: string, MessageBody: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const receive = async (
    QueueUrl: string,
    input: Partial<ReceiveMessageCommandInput> = {},
  ): Promise<Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, ...input }),
    );
    return Messages;
  };

  it('has the queue for events from the start', async () => {
    const { QueueUrl } = await sqs.send(
      new GetQueueUrlCommand({ QueueName: 'managed-nodes-events' }),
    );
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );

    expect(QueueUrl).toBe(
      `${contract.simulator.endpoint}/999900001111/managed-nodes-events`,
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      QueueArn: 'arn:aws:sqs:eu-central-1:999900001111:managed-nodes-events',
      VisibilityTimeout: '30',
    });
  });

  it('carries any text there and back', async () => {
    const queue = await create();
    const body = '{"a":"<b>&\\n","c":"münchen 数据库 🚀"}\n';
    const sent = await send(queue, body);
    // The SDK compares the checksums of what it sent and got.
    const [message] = await receive(queue, { AttributeNames: ['All'] });

    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: body,
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
      },
    });
    await sqs.send(
      new DeleteMessageCommand({
        QueueUrl: queue,
        ReceiptHandle: message.ReceiptHandle,
      }),
    );
    expect(await receive(queue, { VisibilityTimeout: 0 })).toEqual([]);
  });

  it('hides a message until its visibility timeout, then counts again', async () => {
    const queue = await create({ VisibilityTimeout: '1' });
    await send(queue, 'one');
    const [first] = await receive(queue);
    expect(await receive(queue)).toEqual([]);
    const [second] = await receive(queue, {
      WaitTimeSeconds: 5,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });

    expect(second.MessageId).toBe(first.MessageId);
    expect(second.Attributes).toEqual({ ApproximateReceiveCount: '2' });
    // The first receipt is worth nothing any more.
    await sqs.send(
      new DeleteMessageCommand({
        QueueUrl: queue,
        ReceiptHandle: first.ReceiptHandle,
      }),
    );
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue,
        ReceiptHandle: second.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    expect(await receive(queue)).toHaveLength(1);
  });

  it('waits for messages, as long as it is asked to', async () => {
    const queue = await create();
    const waiting = receive(queue, { WaitTimeSeconds: 20 });
    await new Promise(resolve => setTimeout(resolve, 50));
    await send(queue, 'late');
    expect(await waiting).toHaveLength(1);

    const started = Date.now();
    expect(await receive(queue, { WaitTimeSeconds: 1 })).toEqual([]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  });

  it('keeps messages for others when a waiting client has gone', async () => {
    const queue = await create();
    const gone = new AbortController();
    const waiting = sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue, WaitTimeSeconds: 20 }),
      { abortSignal: gone.signal },
    );
    await new Promise(resolve => setTimeout(resolve, 50));
    gone.abort();
    await expect(waiting).rejects.toThrow();
    await new Promise(resolve => setTimeout(resolve, 50));
    await send(queue, 'still here');

    expect(await receive(queue)).toHaveLength(1);
  });

  it('receives and deletes at most ten at once', async () => {
    const queue = await create();
    for (let i = 0; i < 12; i++) {
      await send(queue, `message ${i}`);
    }
    const messages = await receive(queue, { MaxNumberOfMessages: 10 });
    expect(messages.map(message => message.Body)).toEqual(
      Array.from({ length: 10 }, (_, i) => `message ${i}`),
    );
    const { Successful, Failed } = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queue,
        Entries: [
          ...messages.slice(0, 9).map(({ ReceiptHandle }, i) => ({
            Id: `m${i}`,
            ReceiptHandle,
          })),
          { Id: 'wrong', ReceiptHandle: 'nonsense' },
        ],
      }),
    );

    expect(Successful).toHaveLength(9);
    expect(Failed).toEqual([
      expect.objectContaining({ Id: 'wrong', SenderFault: true }),
    ]);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queue,
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesNotVisible',
        ],
      }),
    );
    expect(Attributes).toEqual({
      ApproximateNumberOfMessages: '2',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
  });

  it('sets aside what is received too often', async () => {
    const dead = await create();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: dead,
        AttributeNames: ['QueueArn'],
      }),
    );
    const queue = await create({
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: Attributes?.QueueArn,
        maxReceiveCount: 2,
      }),
    });
    await send(queue, 'poison');
    for (let i = 0; i < 2; i++) {
      expect(await receive(queue, { VisibilityTimeout: 0 })).toHaveLength(1);
    }

    expect(await receive(queue)).toEqual([]);
    expect(await receive(dead)).toMatchObject([{ Body: 'poison' }]);
  });

  it('is purged at most once a minute', async () => {
    const queue = await create();
    await send(queue, 'one');
    await sqs.send(new PurgeQueueCommand({ QueueUrl: queue }));

    expect(await receive(queue)).toEqual([]);
    await expect(
      sqs.send(new PurgeQueueCommand({ QueueUrl: queue })),
    ).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
  });

  it('makes the same queue once, and no other with its name', async () => {
    const QueueName = 'same';
    const make = (VisibilityTimeout: string) =>
      sqs.send(
        new CreateQueueCommand({
          QueueName,
          Attributes: { VisibilityTimeout },
        }),
      );
    const { QueueUrl } = await make('5');

    expect(await make('5')).toMatchObject({ QueueUrl });
    await expect(make('6')).rejects.toMatchObject({ name: 'QueueNameExists' });
  });

  it.each([
    ['eleven messages', { MaxNumberOfMessages: 11 }],
    ['a wait of 21 seconds', { WaitTimeSeconds: 21 }],
    ['a visibility timeout of a day', { VisibilityTimeout: 86_400 }],
  ])('refuses %s', async (_, input) => {
    await expect(receive(await create(), input)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('refuses what no message can be', async () => {
    const queue = await create();

    await expect(send(queue, 'a\u0000b')).rejects.toMatchObject({
      name: 'InvalidMessageContents',
    });
    await expect(send(queue, 'x'.repeat(262_145))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(
      sqs.send(
        new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle: 'none' }),
      ),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    await expect(
      sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue, Entries: [] })),
    ).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
  });

  it('is of one account and Region', async () => {
    const queue = await create();
    const missing = { name: 'QueueDoesNotExist' };

    await expect(receive(queue.replace(/\d+$/, '999'))).rejects.toMatchObject(
      missing,
    );
    await expect(
      new SQSClient({ ...contract.user(), region: 'us-east-1' }).send(
        new ReceiveMessageCommand({ QueueUrl: queue }),
      ),
    ).rejects.toMatchObject(missing);
    await expect(
      sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' })),
    ).rejects.toMatchObject(missing);
    await expect(
      new SQSClient(await contract.role()).send(
        new ReceiveMessageCommand({ QueueUrl: queue }),
      ),
    ).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) });
  });

  it('throttles, fails and lacks operations as SQS does', async () => {
    const queue = await create();
    const { control } = contract.simulator;
    await control.addFault({ kind: 'throttle', service: 'sqs', count: 1 });
    await expect(receive(queue)).rejects.toMatchObject({
      name: 'RequestThrottled',
    });
    await expect(sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
    });
  });
});
