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

/** Codes of SQLite, and of PostgreSQL (SQLSTATE). */
const DATABASE = /^(SQLITE_\w+|(?=.*\d)[0-9A-Z]{5})$/;

/** How knex begins what it says of a statement, whatever went wrong with it. */
const STATEMENT =
  /^(select|insert|update|delete|with|begin|commit|create|alter)\b.* - /is;

/** The code of an error of the database; undefined if it is another one. */
function databaseCode(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'string' && DATABASE.test(code)) {
    return code;
  }
  // A connection that is lost in the middle of a statement has no such code.
  return error instanceof Error && STATEMENT.test(error.message)
    ? String(code ?? error.name)
    : undefined;
}

/** What the AWS SDK and knex say to programmers, said to operators. */
function inWords(error: unknown): { code: string; text: string } {
  const ofDatabase = databaseCode(error);
  if (ofDatabase) {
    // knex puts the whole statement with its values before what went wrong.
    const cause = String((error as Error).message)
      .split(' - ')
      .pop();
    return {
      code: ofDatabase,
      text: `The node store could not be used: ${cause}`,
    };
  }
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
