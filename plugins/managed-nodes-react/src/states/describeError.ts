import { ResponseError } from '@backstage/errors';

/** An error as a person needs to hear of it. */
export interface DescribedError {
  /** What happened, one sentence. */
  what: string;
  /** What to do about it. */
  next: string;
  /** To quote to whoever runs the portal. */
  reference: string;
}

/** The permission a refusal names, if it names one. */
function namedPermission(message: string): string | undefined {
  return /managed-nodes(?:\.[a-z]+)+/.exec(message)?.[0];
}

/**
 * Whether the backend refused, and for want of which permission.
 *
 * @returns undefined when the error is no refusal
 */
export function deniedPermission(
  error: Error,
  fallback: string,
): string | undefined {
  if (!(error instanceof ResponseError) || error.statusCode !== 403) {
    return undefined;
  }
  return namedPermission(error.body.error?.message ?? '') ?? fallback;
}

/** Says what an error means to the person in front of it. */
export function describeError(error: Error, at: Date): DescribedError {
  const when = at.toISOString();
  if (error instanceof ResponseError) {
    const { request, error: cause } = error.body;
    const reference = [
      error.statusCode,
      request?.method,
      request?.url,
      cause?.name,
      when,
    ]
      .filter(Boolean)
      .join(' ');
    if (error.statusCode === 401) {
      return {
        what: 'Your session has ended.',
        next: 'Sign in again.',
        reference,
      };
    }
    if (error.statusCode < 500) {
      return {
        what: cause?.message || 'The portal did not accept this request.',
        next: 'Change what you asked for, or start over.',
        reference,
      };
    }
    return {
      what: 'The managed-nodes backend failed to answer.',
      next: 'Try again; if it keeps failing, quote the reference to whoever runs this portal.',
      reference,
    };
  }
  return {
    what:
      error.name === 'TypeError'
        ? 'The portal could not be reached.'
        : error.message,
    next: 'Check your connection and try again.',
    reference: `${error.name}: ${error.message.slice(0, 200)} ${when}`,
  };
}
