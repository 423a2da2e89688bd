import {
  FinalizeRequestMiddleware,
  InitializeMiddleware,
  MiddlewareStack,
} from '@smithy/types';

/**
 * The longest that requests let others go first, and then at least go
 * themselves, in milliseconds.
 */
const TURN = 2_000;

type Client<I extends object, O extends object> = {
  middlewareStack: MiddlewareStack<I, O>;
};

/**
 * Lets the requests that somebody waits for go before those of a listing, in
 * one (account, Region): AWS throttles both together, and a listing that
 * takes each request AWS allows as soon as it is allowed leaves others none.
 */
export class RightOfWay {
  #urgent = 0;
  #release: (() => void) | undefined;
  #clear: Promise<void> = Promise.resolve();
  #freeUntil = 0;

  static create(): RightOfWay {
    return new RightOfWay();
  }

  private constructor() {}

  /** Makes all requests of a client go first, from the first attempt to the answer. */
  giveTo<I extends object, O extends object>(client: Client<I, O>): void {
    const first: InitializeMiddleware<I, O> = next => async args => {
      this.#enter();
      try {
        return await next(args);
      } finally {
        this.#leave();
      }
    };
    client.middlewareStack.add(first, {
      step: 'initialize',
      name: 'managedNodesGoFirst',
    });
  }

  /** Makes every attempt of a client wait while others go first, half of the time at most. */
  takeFrom<I extends object, O extends object>(client: Client<I, O>): void {
    const giveWay: FinalizeRequestMiddleware<I, O> = next => async args => {
      await this.#wait();
      return next(args);
    };
    client.middlewareStack.add(giveWay, {
      step: 'finalizeRequest',
      priority: 'low',
      name: 'managedNodesGiveWay',
    });
  }

  #enter(): void {
    this.#urgent += 1;
    if (this.#urgent === 1) {
      this.#clear = new Promise(resolve => {
        this.#release = resolve;
      });
    }
  }

  #leave(): void {
    this.#urgent -= 1;
    if (!this.#urgent) {
      this.#release?.();
    }
  }

  async #wait(): Promise<void> {
    if (!this.#urgent || Date.now() < this.#freeUntil) {
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(() => {
        // However much there is that cannot wait, a listing goes on.
        this.#freeUntil = Date.now() + TURN;
        resolve();
      }, TURN);
    });
    await Promise.race([this.#clear, late]);
    clearTimeout(timer);
  }
}
