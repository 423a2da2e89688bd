import {
  SendMessage$,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../protocol/AwsError';
import { md5 } from '../../queues/Queue';
import { Operation } from '../../services/types';
import { checkRange, queueOf, requestedArn } from './queueOf';

/** Bytes of a message body. AWS has raised it for queues that ask for more. */
export const MAX_BODY = 262_144;

// What XML could not carry, as SQS once spoke XML only.
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

function check({ MessageBody = '', ...input }: SendMessageRequest): void {
  checkRange('DelaySeconds', input.DelaySeconds, 0, 900);
  if (!MessageBody || Buffer.byteLength(MessageBody) > MAX_BODY) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be at least one byte and shorter than ${MAX_BODY} bytes.`,
    );
  }
  if (FORBIDDEN.test(MessageBody)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters were found in the message body.',
    );
  }
  if (
    input.MessageAttributes ??
    input.MessageSystemAttributes ??
    input.MessageGroupId ??
    input.MessageDeduplicationId
  ) {
    throw new AwsError(
      'UnsupportedOperation',
      'Message attributes, groups and deduplication are not simulated.',
    );
  }
}

export const SendMessage: Operation<SendMessageRequest, SendMessageResult> = {
  schema: SendMessage$,
  action: 'sqs:SendMessage',
  resource: requestedArn,
  handle(input, context) {
    check(input);
    const queue = queueOf(input, context);
    const { id, body } = queue.send(
      input.MessageBody ?? '',
      input.DelaySeconds === undefined ? undefined : input.DelaySeconds * 1000,
    );
    return { MessageId: id, MD5OfMessageBody: md5(body) };
  },
};
