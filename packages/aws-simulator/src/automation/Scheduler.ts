/** Somebody who waits: for a moment, to be woken, or either. */
interface Waiter {
  readonly at: number;
  readonly wake: (at: number) => void;
}

/** Timers this close together go off together, so that what they do may overlap. */
const TOGETHER = 50;

/** Where one who waits can be woken. */
export class Bell {
  #waiter: Waiter | undefined;

  static create(): Bell {
    return new Bell();
  }

  private constructor() {}

  /** Wakes whoever waits here. */
  ring(at: number): void {
    this.#waiter?.wake(at);
  }

  /** @internal */
  set(waiter: Waiter | undefined): void {
    this.#waiter = waiter;
  }
}

/**
 * Runs many things that take time, in the simulated time. Each is an async
 * function that waits with {@link Scheduler.wait} only: then it is known when
 * all of them wait, and time may go on to the next moment that anybody
 * waits for.
 */
export class Scheduler {
  readonly #waiters = new Set<Waiter>();
  readonly #before: (at: number) => void;
  #busy = 0;
  #whenIdle: Array<() => void> = [];
  #line: Promise<void> = Promise.resolve();
  #ended = false;

  /** @param before - called before each moment at which something goes on */
  static create(before: (at: number) => void): Scheduler {
    return new Scheduler(before);
  }

  private constructor(before: (at: number) => void) {
    this.#before = before;
  }

  /** Begins something. What it throws is the caller's mistake and ends it. */
  start(work: () => Promise<void>): Promise<void> {
    this.#busy += 1;
    return work().finally(() => this.#rest());
  }

  /**
   * Waits until a moment or until the bell rings, whichever is first.
   *
   * @returns when that was, in epoch milliseconds
   */
  wait(at: number, bell: Bell): Promise<number> {
    return new Promise(resolve => {
      const waiter: Waiter = {
        at,
        wake: woken => {
          if (this.#waiters.delete(waiter) && !this.#ended) {
            bell.set(undefined);
            // Before anybody can see that nobody is busy.
            this.#busy += 1;
            resolve(woken);
          }
        },
      };
      this.#waiters.add(waiter);
      bell.set(waiter);
      this.#rest();
    });
  }

  /** Lets happen what was to happen until now; resolves once it has. */
  catchUp(now: number): Promise<void> {
    this.#line = this.#line.then(() => this.#run(now));
    return this.#line;
  }

  /** Nothing happens any more. */
  end(): void {
    this.#ended = true;
    this.#waiters.clear();
  }

  async #run(now: number): Promise<void> {
    for (;;) {
      await this.#idle();
      const due = [...this.#waiters].filter(({ at }) => at <= now);
      if (!due.length) {
        return;
      }
      const first = due.reduce((least, { at }) => Math.min(least, at), now);
      this.#before(first);
      for (const waiter of due) {
        if (waiter.at <= first + TOGETHER) {
          waiter.wake(waiter.at);
        }
      }
    }
  }

  #idle(): Promise<void> {
    return this.#busy && !this.#ended
      ? new Promise(resolve => this.#whenIdle.push(resolve))
      : Promise.resolve();
  }

  #rest(): void {
    this.#busy -= 1;
    if (!this.#busy) {
      const idle = this.#whenIdle;
      this.#whenIdle = [];
      idle.forEach(resolve => resolve());
    }
  }
}
