import { PurgeQueue$, PurgeQueueRequest } from '@aws-sdk/client-sqs';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { queueOf, requestedArn } from './queueOf';

const INTERVAL = 60_000;

/** At most once a minute. */
export const PurgeQueue: Operation<PurgeQueueRequest, object> = {
  schema: PurgeQueue$,
  action: 'sqs:PurgeQueue',
  resource: requestedArn,
  handle(input, context) {
    const queue = queueOf(input, context);
    if (!queue.purge(INTERVAL)) {
      throw new AwsError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        403,
      );
    }
    return {};
  },
};
