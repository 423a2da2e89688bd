import {
  Message,
  ReceiveMessage$,
  ReceiveMessageRequest,
  ReceiveMessageResult,
} from '@aws-sdk/client-sqs';
import { md5, QueueMessage } from '../../queues/Queue';
import { Operation } from '../../services/types';
import { checkRange, queueOf, requestedArn } from './queueOf';

function toMessage(
  message: QueueMessage,
  wanted: readonly string[],
  sender: string,
): Message {
  const all: Record<string, string> = {
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ApproximateReceiveCount: String(message.receiveCount),
    SenderId: sender,
    SentTimestamp: String(message.sentAt),
  };
  const attributes = Object.entries(all).filter(
    ([name]) => wanted.includes('All') || wanted.includes(name),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(attributes.length && { Attributes: Object.fromEntries(attributes) }),
  };
}

/** Waits up to 20 seconds for messages, and has no `Messages` when there are none. */
export const ReceiveMessage: Operation<
  ReceiveMessageRequest,
  ReceiveMessageResult
> = {
  schema: ReceiveMessage$,
  action: 'sqs:ReceiveMessage',
  resource: requestedArn,
  async handle(input, context) {
    const { MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds } = input;
    checkRange('MaxNumberOfMessages', MaxNumberOfMessages, 1, 10);
    checkRange('VisibilityTimeout', VisibilityTimeout, 0, 43_200);
    checkRange('WaitTimeSeconds', WaitTimeSeconds, 0, 20);
    const queue = queueOf(input, context);
    const { receiveWait, visibilityTimeout } = queue.settings;
    const messages = await queue.receive({
      max: MaxNumberOfMessages ?? 1,
      visibility: (VisibilityTimeout ?? visibilityTimeout) * 1000,
      wait: (WaitTimeSeconds ?? receiveWait) * 1000,
      signal: context.signal,
    });
    const wanted: string[] = [
      ...(input.AttributeNames ?? []),
      ...(input.MessageSystemAttributeNames ?? []),
    ];
    return messages.length
      ? {
          Messages: messages.map(message =>
            toMessage(message, wanted, context.account),
          ),
        }
      : {};
  },
};
