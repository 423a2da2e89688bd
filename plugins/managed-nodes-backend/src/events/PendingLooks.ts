/** A node that is to be read from AWS. Times are milliseconds. */
export interface Look {
  nodeId: string;
  /** When, since the epoch. */
  dueAt: number;
  /** After how long it is to be read again, and again. */
  later: number[];
  /** How often it could not be read. */
  failures: number;
  /**
   * How often it was put off because a listing was under way: that may hold
   * what the node was like before, and write it last. Undefined: it is not to
   * be put off.
   */
  waits?: number;
}

/** What is to be read in one target, each node once. */
export class PendingLooks {
  readonly #looks = new Map<string, Look>();

  static create(): PendingLooks {
    return new PendingLooks();
  }

  private constructor() {}

  get size(): number {
    return this.#looks.size;
  }

  /** When the first is due; undefined when there is none. */
  get nextDue(): number | undefined {
    let next: number | undefined;
    for (const { dueAt } of this.#looks.values()) {
      next = Math.min(dueAt, next ?? dueAt);
    }
    return next;
  }

  /** Adds a look. Two at one node become one that is as soon as the sooner. */
  add(look: Look): void {
    const other = this.#looks.get(look.nodeId);
    this.#looks.set(
      look.nodeId,
      other
        ? {
            ...look,
            dueAt: Math.min(look.dueAt, other.dueAt),
            later:
              look.later.length > other.later.length ? look.later : other.later,
            failures: Math.min(look.failures, other.failures),
            waits:
              look.waits === undefined || other.waits === undefined
                ? undefined
                : Math.min(look.waits, other.waits),
          }
        : look,
    );
  }

  /** Takes out what is due, `most` at the most. */
  takeDue(now: number, most: number): Look[] {
    const due = [...this.#looks.values()]
      .filter(({ dueAt }) => dueAt <= now)
      .slice(0, most);
    due.forEach(({ nodeId }) => this.#looks.delete(nodeId));
    return due;
  }

  clear(): void {
    this.#looks.clear();
  }
}
