import {
  GetQueueAttributes$,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../protocol/AwsError';
import { Queue } from '../../queues/Queue';
import { Operation, RequestContext } from '../../services/types';
import { MAX_BODY } from './SendMessage';
import { queueArn, queueOf, requestedArn } from './queueOf';

function attributesOf(
  queue: Queue,
  context: RequestContext,
): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  const { delay, receiveWait, visibilityTimeout } = queue.settings;
  const created = String(Math.floor(queue.createdAt / 1000));
  const { redrive } = queue;
  return {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    DelaySeconds: String(delay),
    MaximumMessageSize: String(MAX_BODY),
    // Longer than any simulator runs, so that nothing has to expire.
    MessageRetentionPeriod: '345600',
    QueueArn: queueArn(queue.name, context),
    ReceiveMessageWaitTimeSeconds: String(receiveWait),
    VisibilityTimeout: String(visibilityTimeout),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(redrive.target.name, context),
        maxReceiveCount: redrive.maxReceives,
      }),
    }),
  };
}

export const GetQueueAttributes: Operation<
  GetQueueAttributesRequest,
  GetQueueAttributesResult
> = {
  schema: GetQueueAttributes$,
  action: 'sqs:GetQueueAttributes',
  resource: requestedArn,
  handle(input, context) {
    const all = attributesOf(queueOf(input, context), context);
    const names: readonly string[] = input.AttributeNames ?? [];
    const stranger = names.find(
      name =>
        name !== 'All' && name !== 'RedrivePolicy' && !Object.hasOwn(all, name),
    );
    if (stranger !== undefined) {
      throw new AwsError(
        'InvalidAttributeName',
        `Unknown Attribute ${stranger}.`,
      );
    }
    const asked = Object.entries(all).filter(
      ([name]) => names.includes('All') || names.includes(name),
    );
    return asked.length ? { Attributes: Object.fromEntries(asked) } : {};
  },
};
