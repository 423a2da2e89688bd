import { FinalizeRequestMiddleware, MiddlewareStack } from '@smithy/types';
import { TokenBucket } from 'limiter';

/**
 * Lets a client send so many requests a second, and no more: AWS throttles
 * per account, Region and operation, and others have work there too.
 */
export class CallBudget {
  readonly #bucket: TokenBucket;

  /** @param perSecond - requests, retries included; as many may be sent at once */
  static create(perSecond: number): CallBudget {
    return new CallBudget(perSecond);
  }

  private constructor(perSecond: number) {
    const bucketSize = Math.max(1, Math.floor(perSecond));
    this.#bucket = new TokenBucket({
      bucketSize,
      tokensPerInterval: perSecond,
      interval: 'second',
    });
    // A client that has been quiet may send at once.
    this.#bucket.content = bucketSize;
  }

  /** Makes every attempt of the client wait for its turn. */
  keep<I extends object, O extends object>(client: {
    middlewareStack: MiddlewareStack<I, O>;
  }): void {
    const wait: FinalizeRequestMiddleware<I, O> = next => async args => {
      await this.#bucket.removeTokens(1);
      return next(args);
    };
    client.middlewareStack.add(wait, {
      // Inside the retries, as each of them is a call too.
      step: 'finalizeRequest',
      priority: 'low',
      name: 'managedNodesCallBudget',
    });
  }
}
