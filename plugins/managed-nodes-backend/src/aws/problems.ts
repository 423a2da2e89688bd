import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { cleanText } from '../nodes/text';

const ACCESS_DENIED = /^(AccessDenied|UnauthorizedOperation|NotAuthorized)/;
// The names the AWS SDK retries as throttling.
const THROTTLED =
  /^(Throttl|RequestLimitExceeded|RequestThrottled|TooManyRequests|SlowDown|BandwidthLimitExceeded|EC2Throttled|PriorRequestNotComplete|ProvisionedThroughputExceeded)/;
const IAM_ACTION = /not authorized to perform: ([\w-]+:\w+)/;

/** A listing that cannot go on where it stopped and has to start over. */
export class ExpiredTokenError extends Error {
  override name = 'ExpiredToken';
}

/** An answer that the API's contract does not allow. */
export class MalformedResponseError extends Error {
  override name = 'MalformedResponse';
}

/** Whether AWS refused because of too many requests. */
export function isThrottled(error: unknown): boolean {
  return (
    error instanceof Error &&
    (THROTTLED.test(error.name) ||
      (error as { $metadata?: { httpStatusCode?: number } }).$metadata
        ?.httpStatusCode === 429)
  );
}

/** Whether AWS refused for want of a permission. */
export function isAccessDenied(error: unknown): boolean {
  return error instanceof Error && ACCESS_DENIED.test(error.name);
}

const WRAPPER = /^AWS SDK error wrapper for \w+: /;
const TIMEOUT = /exceeded the configured (\d+) ms requestTimeout/;
const UNREADABLE = /\s*Deserialization error: to see the raw response.*$/s;

/** What the AWS SDK says to programmers, said to operators. */
function inWords(error: unknown): { code: string; text: string } {
  const code = error instanceof Error ? error.name : 'Error';
  const text = (error instanceof Error ? error.message : String(error)).replace(
    WRAPPER,
    '',
  );
  const [, milliseconds] = TIMEOUT.exec(text) ?? [];
  if (milliseconds) {
    return {
      code,
      text: `AWS did not answer within ${Number(milliseconds) / 1000} seconds`,
    };
  }
  if (UNREADABLE.test(text)) {
    return {
      code: 'MalformedResponse',
      text: `AWS gave an answer that cannot be read: ${text.replace(
        UNREADABLE,
        '',
      )}`,
    };
  }
  return { code, text };
}

/**
 * Puts an error into words for the sync health page.
 *
 * @param action - the IAM action the call needed, for when a denial does not
 * name it
 */
export function toSyncProblem(error: unknown, action?: string): SyncProblem {
  const { code, text } = inWords(error);
  const message = cleanText(text, 1000) ?? code;
  return {
    code: cleanText(code, 128) ?? 'Error',
    message,
    missingIamAction: isAccessDenied(error)
      ? IAM_ACTION.exec(message)?.[1] ?? action ?? null
      : null,
  };
}
