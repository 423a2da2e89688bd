import { z } from 'zod';
import { RequestKey } from './types';

export const callCountSchema = z.object({
  service: z.string(),
  operation: z.string(),
  account: z.string(),
  region: z.string(),
  /** IAM action the operation needs; null when everybody may call it. */
  action: z.string().nullable(),
  /** Requests that came in, retries included. */
  calls: z.number().int(),
  /** Of these, answered with a throttling error. */
  throttled: z.number().int(),
  /** Of these, answered with any other error, or not at all. */
  failed: z.number().int(),
});

/** @public */
export type CallCount = z.infer<typeof callCountSchema>;

/** Counts calls per operation, account and Region. */
export class CallCounters {
  readonly #counts = new Map<string, CallCount>();

  static create(): CallCounters {
    return new CallCounters();
  }

  private constructor() {}

  /** Counts a call. Returns its counter, to note how it ended. */
  count(request: RequestKey, action: string | null): CallCount {
    const { service, operation, account, region } = request;
    const key = `${service}/${operation}/${account}/${region}`;
    let count = this.#counts.get(key);
    if (!count) {
      count = { ...request, action, calls: 0, throttled: 0, failed: 0 };
      this.#counts.set(key, count);
    }
    count.calls += 1;
    return count;
  }

  list(): CallCount[] {
    return [...this.#counts.values()].map(count => ({ ...count }));
  }

  reset(): void {
    this.#counts.clear();
  }
}
