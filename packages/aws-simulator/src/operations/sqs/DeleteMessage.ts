import { DeleteMessage$, DeleteMessageRequest } from '@aws-sdk/client-sqs';
import { Operation } from '../../services/types';
import { checkReceipt, queueOf, requestedArn } from './queueOf';

/** With any handle but the last one, the message stays. */
export const DeleteMessage: Operation<DeleteMessageRequest, object> = {
  schema: DeleteMessage$,
  action: 'sqs:DeleteMessage',
  resource: requestedArn,
  handle(input, context) {
    queueOf(input, context).delete(checkReceipt(input.ReceiptHandle));
    return {};
  },
};
