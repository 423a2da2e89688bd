import { GoneError } from './errors';

interface Shared<T> {
  promise: Promise<T>;
  waiting: number;
  controller: AbortController;
}

/** Lets those who want the same thing at the same time wait for one run of it. */
export class SharedRuns<T> {
  readonly #running = new Map<string, Shared<T>>();

  static create<T>(): SharedRuns<T> {
    return new SharedRuns<T>();
  }

  private constructor() {}

  /**
   * Waits for what is under way, or starts it.
   *
   * @param signal - that this one waits no longer. Once nobody does, the run
   * is given up.
   * @throws GoneError when this one waits no longer, else what the run throws.
   */
  async join(
    key: string,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ value: T; started: boolean }> {
    if (signal.aborted) {
      throw new GoneError();
    }
    const before = this.#running.get(key);
    const shared = before ?? this.#start(key, start);
    shared.waiting += 1;
    let leave: (() => void) | undefined;
    try {
      const value = await Promise.race([
        shared.promise,
        new Promise<never>((_, reject) => {
          leave = () => reject(new GoneError());
          signal.addEventListener('abort', leave, { once: true });
        }),
      ]);
      return { value, started: !before };
    } finally {
      if (leave) {
        signal.removeEventListener('abort', leave);
      }
      shared.waiting -= 1;
      if (!shared.waiting) {
        this.#forget(key, shared);
        shared.controller.abort();
      }
    }
  }

  /** Whether something is under way. */
  has(key: string): boolean {
    return this.#running.has(key);
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Shared<T> {
    const controller = new AbortController();
    const promise = start(controller.signal);
    const shared = { promise, waiting: 0, controller };
    this.#running.set(key, shared);
    // Those who wait are told; when nobody does, nobody is.
    promise.catch(() => {}).finally(() => this.#forget(key, shared));
    return shared;
  }

  #forget(key: string, shared: Shared<T>): void {
    if (this.#running.get(key) === shared) {
      this.#running.delete(key);
    }
  }
}
