import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

const BATCHES_AT_ONCE = 100;

/**
 * Empties the dead-letter queue behind the queue of events. Backstage's SQS
 * module leaves a batch with a message that is not JSON in the queue, so that
 * only the queue's redrive policy gets such a message out of the way, and
 * with it now and then one that was received beside it.
 */
export class DeadLetters {
  readonly #client: SQSClient;
  readonly #queueUrl: string;
  readonly #receive: (text: string) => Promise<void>;

  static create(options: {
    client: SQSClient;
    queueUrl: string;
    /** Takes a message; one that it throws at stays in the queue. */
    receive: (text: string) => Promise<void>;
  }): DeadLetters {
    return new DeadLetters(options);
  }

  private constructor(options: {
    client: SQSClient;
    queueUrl: string;
    receive: (text: string) => Promise<void>;
  }) {
    this.#client = options.client;
    this.#queueUrl = options.queueUrl;
    this.#receive = options.receive;
  }

  /**
   * Takes what is in the queue, at most 1,000 messages.
   *
   * @throws what SQS answers, or the one who takes the messages.
   */
  async drain(abortSignal: AbortSignal): Promise<void> {
    for (let batch = 0; batch < BATCHES_AT_ONCE; batch += 1) {
      const { Messages: messages = [] } = await this.#client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.#queueUrl,
          MaxNumberOfMessages: 10,
        }),
        { abortSignal },
      );
      if (!messages.length) {
        return;
      }
      for (const { Body = '' } of messages) {
        await this.#receive(Body);
      }
      await this.#client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: this.#queueUrl,
          Entries: messages.map(({ ReceiptHandle }, index) => ({
            Id: String(index),
            ReceiptHandle,
          })),
        }),
        { abortSignal },
      );
    }
  }
}
