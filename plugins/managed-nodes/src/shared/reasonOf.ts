import { ResponseError } from '@backstage/errors';

/** Why a request failed: the backend's own words, where it gave any. */
export function reasonOf(error: Error): string {
  return error instanceof ResponseError
    ? error.body.error?.message || 'the portal did not accept this request'
    : error.message;
}
