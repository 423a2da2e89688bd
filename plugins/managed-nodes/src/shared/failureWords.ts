import { ResponseError } from '@backstage/errors';
import { reasonOf } from './reasonOf';

/** Whether the nodes, or what goes on with them, changed since somebody looked. */
export function isConflict(error: Error): boolean {
  return error instanceof ResponseError && error.statusCode === 409;
}

/**
 * Why something was not started, in a sentence. Where no answer came, or a
 * broken one, it says that it may have been started after all.
 */
export function failureWords(error: Error): string {
  if (error instanceof ResponseError && error.statusCode === 401) {
    return 'It was not started: your session has ended. Sign in again.';
  }
  if (error instanceof ResponseError && error.statusCode < 500) {
    return `It was not started: ${reasonOf(error)}.`;
  }
  const what =
    error instanceof ResponseError
      ? 'The managed-nodes backend failed to answer'
      : 'The portal could not be reached';
  return `${what}, so it is not known whether it was started. Try again: nothing is started twice.`;
}
