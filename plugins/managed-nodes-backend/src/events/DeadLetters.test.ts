import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startAws } from '../__testUtils__/sync';
import { DeadLetters } from './DeadLetters';

jest.setTimeout(60_000);

describe('DeadLetters', () => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let client: SQSClient;
  let queueUrl: string;
  const signal = new AbortController().signal;

  const left = async () => {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['All'],
      }),
    );
    return (
      Number(Attributes?.ApproximateNumberOfMessages) +
      Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
    );
  };

  beforeAll(async () => {
    aws = await startAws({ nodes: 10 });
    client = new SQSClient({
      region: 'eu-central-1',
      credentials: aws.credentials,
    });
  });
  afterAll(() => aws.stop());
  beforeEach(async () => {
    await aws.control.reset({ nodes: 10 });
    ({ QueueUrl: queueUrl = '' } = await client.send(
      new CreateQueueCommand({ QueueName: 'dead' }),
    ));
  });

  const send = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: `letter ${index}`,
        }),
      );
    }
  };

  it('hands over every message once and removes it', async () => {
    await send(25);
    const received: string[] = [];
    const letters = DeadLetters.create({
      client,
      queueUrl,
      receive: async text => {
        received.push(text);
      },
    });
    await letters.drain(signal);
    expect(received.sort()).toEqual(
      Array.from({ length: 25 }, (_, index) => `letter ${index}`).sort(),
    );
    expect(await left()).toBe(0);
    await letters.drain(signal);
    expect(received).toHaveLength(25);
  });

  it('leaves what could not be taken', async () => {
    await send(3);
    const letters = DeadLetters.create({
      client,
      queueUrl,
      receive: async () => {
        throw new Error('no database');
      },
    });
    await expect(letters.drain(signal)).rejects.toThrow('no database');
    expect(await left()).toBe(3);
  });

  it('says so when there is no such queue', async () => {
    const letters = DeadLetters.create({
      client,
      queueUrl: `${queueUrl}-not`,
      receive: async () => {},
    });
    await expect(letters.drain(signal)).rejects.toThrow('does not exist');
  });
});
