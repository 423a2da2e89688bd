import {
  ChangeMessageVisibility$,
  ChangeMessageVisibilityRequest,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { checkRange, checkReceipt, queueOf, requestedArn } from './queueOf';

export const ChangeMessageVisibility: Operation<
  ChangeMessageVisibilityRequest,
  object
> = {
  schema: ChangeMessageVisibility$,
  action: 'sqs:ChangeMessageVisibility',
  resource: requestedArn,
  handle(input, context) {
    const { VisibilityTimeout = 0 } = input;
    checkRange('VisibilityTimeout', VisibilityTimeout, 0, 43_200);
    const queue = queueOf(input, context);
    const receipt = checkReceipt(input.ReceiptHandle);
    const message = queue.find(receipt);
    if (!message) {
      throw new AwsError(
        'InvalidParameterValue',
        `Value ${receipt} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    if (!queue.changeVisibility(message, VisibilityTimeout * 1000)) {
      throw new AwsError(
        'MessageNotInflight',
        'The specified message is not in flight.',
      );
    }
    return {};
  },
};
