import {
  GetQueueUrl$,
  GetQueueUrlRequest,
  GetQueueUrlResult,
} from '@aws-sdk/client-sqs';
import { Operation } from '../../services/types';
import { missingQueue, queueArn, queueUrl } from './queueOf';

export const GetQueueUrl: Operation<GetQueueUrlRequest, GetQueueUrlResult> = {
  schema: GetQueueUrl$,
  action: 'sqs:GetQueueUrl',
  resource: ({ QueueName = '*' }, context) => queueArn(QueueName, context),
  handle({ QueueName: name = '', QueueOwnerAWSAccountId }, context) {
    const { account, region, queues } = context;
    // Nobody shares a queue with another account here.
    if (
      (QueueOwnerAWSAccountId ?? account) !== account ||
      !queues.find({ account, region, name })
    ) {
      missingQueue();
    }
    return { QueueUrl: queueUrl(name, context) };
  },
};
