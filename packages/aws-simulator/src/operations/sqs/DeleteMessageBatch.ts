import {
  BatchResultErrorEntry,
  DeleteMessageBatch$,
  DeleteMessageBatchRequest,
  DeleteMessageBatchRequestEntry,
  DeleteMessageBatchResult,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { checkReceipt, queueOf, requestedArn } from './queueOf';

const MAX_ENTRIES = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;

function check(entries: readonly DeleteMessageBatchRequestEntry[]): void {
  if (!entries.length) {
    throw new AwsError(
      'EmptyBatchRequest',
      'There should be at least one DeleteMessageBatchRequestEntry in the request.',
    );
  }
  if (entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  if (new Set(entries.map(entry => entry.Id)).size < entries.length) {
    throw new AwsError(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  if (entries.some(entry => !ENTRY_ID.test(entry.Id ?? ''))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
}

/** An entry that fails does not keep the others from being deleted. */
export const DeleteMessageBatch: Operation<
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult
> = {
  schema: DeleteMessageBatch$,
  // There is no action of its own.
  action: 'sqs:DeleteMessage',
  resource: requestedArn,
  handle(input, context) {
    const entries = input.Entries ?? [];
    const queue = queueOf(input, context);
    check(entries);
    const failed: BatchResultErrorEntry[] = [];
    for (const { Id, ReceiptHandle } of entries) {
      try {
        queue.delete(checkReceipt(ReceiptHandle));
      } catch (error) {
        if (!(error instanceof AwsError)) {
          throw error;
        }
        failed.push({
          Id,
          SenderFault: true,
          Code: error.code,
          Message: error.message,
        });
      }
    }
    return {
      Successful: entries
        .filter(entry => !failed.some(each => each.Id === entry.Id))
        .map(({ Id }) => ({ Id })),
      Failed: failed,
    };
  },
};
