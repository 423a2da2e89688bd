import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** A queue that is read with nothing but the AWS SDK. */
export class BareQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  /** @param url - of a queue in eu-central-1 */
  static create(url: string): BareQueue {
    return new BareQueue(url);
  }

  private constructor(url: string) {
    this.#client = new SQSClient({ region: 'eu-central-1' });
    this.#url = url;
  }

  /**
   * Receives until there was a message about each of these nodes.
   *
   * @returns when the first about each came, by `performance.now()`
   */
  async receive(
    nodeIds: string[],
    limitMs: number,
  ): Promise<Map<string, number>> {
    const open = new Set(nodeIds);
    const times = new Map<string, number>();
    const until = performance.now() + limitMs;
    while (open.size && performance.now() < until) {
      const bodies = await this.#next(5);
      const now = performance.now();
      for (const id of open) {
        if (bodies.some(body => body.includes(id))) {
          open.delete(id);
          times.set(id, now);
        }
      }
    }
    return times;
  }

  /** Removes what is in the queue. */
  async empty(): Promise<void> {
    while ((await this.#next(1)).length) {
      // Removed, as all that is received.
    }
  }

  async #next(waitSeconds: number): Promise<string[]> {
    const { Messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: waitSeconds,
      }),
    );
    if (Messages.length) {
      await this.#client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: this.#url,
          Entries: Messages.map(({ ReceiptHandle }, index) => ({
            Id: String(index),
            ReceiptHandle,
          })),
        }),
      );
    }
    return Messages.map(({ Body = '' }) => Body);
  }
}
