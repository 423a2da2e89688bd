import { z } from 'zod';
import { isMatch, RequestKey, requestMatchSchema } from './types';

export const rateLimitSchema = requestMatchSchema.extend({
  /** Requests per second that each (account, Region, operation) may make. */
  rate: z.number().positive(),
  /** Requests it may make at once. Default: `rate`, but at least 1. */
  burst: z.number().int().positive().optional(),
});

/** @public */
export type RateLimit = z.infer<typeof rateLimitSchema>;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * Token buckets per (account, Region, operation), as AWS throttles. They fill
 * by the real clock, as it is in real time that clients wait.
 */
export class RateLimits {
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();
  #limits: RateLimit[] = [];

  /** @param now - epoch milliseconds */
  static create(now: () => number = Date.now): RateLimits {
    return new RateLimits(now);
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** Replaces all limits. The first that matches a request counts. */
  set(limits: readonly RateLimit[]): void {
    this.#limits = limits.map(limit => ({ ...limit }));
    this.#buckets.clear();
  }

  list(): RateLimit[] {
    return this.#limits.map(limit => ({ ...limit }));
  }

  /** Takes a token for the request; false when there is none. */
  take(request: RequestKey): boolean {
    const limit = this.#limits.find(candidate => isMatch(candidate, request));
    if (!limit) {
      return true;
    }
    const key = `${request.account}/${request.region}/${request.service}/${request.operation}`;
    const size = limit.burst ?? Math.max(1, Math.floor(limit.rate));
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: size, filledAt: now };
    bucket.tokens = Math.min(
      size,
      bucket.tokens + ((now - bucket.filledAt) / 1000) * limit.rate,
    );
    bucket.filledAt = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }
}
