/**
 * The simulator's time. Follows the real clock unless it is given a start, in
 * which case it stands still; either way it can be driven forward.
 */
export class Clock {
  readonly #start: number | undefined;
  #offset = 0;

  /** @param start - epoch milliseconds to stand at; the real clock when absent */
  static create(start?: number): Clock {
    return new Clock(start);
  }

  private constructor(start: number | undefined) {
    this.#start = start;
  }

  /** Epoch milliseconds. */
  now(): number {
    return (this.#start ?? Date.now()) + this.#offset;
  }

  /** Drives time forward. */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}
