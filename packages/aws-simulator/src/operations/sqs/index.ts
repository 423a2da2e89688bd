import { Service } from '../../services/types';
import { ssm } from '../ssm';
import { ChangeMessageVisibility } from './ChangeMessageVisibility';
import { CreateQueue } from './CreateQueue';
import { DeleteMessage } from './DeleteMessage';
import { DeleteMessageBatch } from './DeleteMessageBatch';
import { GetQueueAttributes } from './GetQueueAttributes';
import { GetQueueUrl } from './GetQueueUrl';
import { PurgeQueue } from './PurgeQueue';
import { ReceiveMessage } from './ReceiveMessage';
import { SendMessage } from './SendMessage';

/** Amazon Simple Queue Service. */
export const sqs: Service = {
  signingName: 'sqs',
  protocol: 'awsJson1_0',
  namespace: 'com.amazonaws.sqs',
  target: 'AmazonSQS',
  errors: {
    ...ssm.errors,
    throttled: ['RequestThrottled', 403],
    internal: ['InternalFailure', 500],
    unavailable: ['ServiceUnavailable', 503],
    denied: ['AccessDeniedException', 403],
    unknownOperation: ['InvalidAction', 400],
    invalidParameter: 'InvalidParameterValue',
    invalidToken: 'InvalidParameterValue',
    expiredToken: 'InvalidParameterValue',
  },
  // SQS spoke the query protocol once; clients still go by its codes.
  queryCodes: {
    AccessDeniedException: 'AccessDenied',
    BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
    EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
    InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
    MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
    PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
    QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
    QueueNameExists: 'QueueAlreadyExists',
    TooManyEntriesInBatchRequest:
      'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
    UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
  },
  operations: [
    ChangeMessageVisibility,
    CreateQueue,
    DeleteMessage,
    DeleteMessageBatch,
    GetQueueAttributes,
    GetQueueUrl,
    PurgeQueue,
    ReceiveMessage,
    SendMessage,
  ],
  denial: ({ user, action, resource, policy }) =>
    `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no ${policy} policy allows the ${action} action`,
};
