import {
  ExpiredTokenError,
  isAccessDenied,
  MalformedResponseError,
  toSyncProblem,
} from '../../aws/problems';

/** How long a target may take before others get their turn, in milliseconds. */
export const TURN_MS = 60_000;

const ACTION = 'ssm:DescribeInstancePatches';

/** What AWS says of one node rather than of a target. */
const OF_NODE =
  /^(InvalidInstance|InvalidResource|DoesNotExist|ResourceNotFound|ValidationException)/;

/** Whether an error would meet any other node of the target as well. */
export function isOfAll(error: unknown): boolean {
  return !(
    error instanceof MalformedResponseError ||
    error instanceof ExpiredTokenError ||
    (error instanceof Error && OF_NODE.test(error.name))
  );
}

/** Whether AWS does not let us in, whichever node we ask about. */
export function isRefused(error: unknown): boolean {
  return (
    isAccessDenied(error) ||
    (error instanceof Error && error.name === 'CredentialsProviderError')
  );
}

/** What there is to say of a target that gave no answer at all. */
export function turnOver(turnMs: number): Error {
  const error = new Error(`AWS did not answer within ${turnMs / 1000} seconds`);
  error.name = 'TimeoutError';
  return error;
}

/** Why patches could not be read, said to operators. */
export function inWords(error: unknown): string {
  const { message, missingIamAction } = toSyncProblem(error, ACTION);
  return missingIamAction ? `${message} (${missingIamAction})` : message;
}
