import { OperationStore } from '../../commands/OperationStore';
import { RunNotices } from './RunNotices';
import { RunStore } from './RunStore';

const WORDS = {
  pending: 'Nobody approved it in time',
  approved: 'It was approved and not started in time',
};

/** Ends requests whose time is over, and forgets runs that ended long ago. */
export class RunExpiry {
  readonly #runs: RunStore;
  readonly #store: OperationStore;
  readonly #notices: RunNotices;

  static create(options: {
    runs: RunStore;
    store: OperationStore;
    notices: RunNotices;
  }): RunExpiry {
    return new RunExpiry(options.runs, options.store, options.notices);
  }

  private constructor(
    runs: RunStore,
    store: OperationStore,
    notices: RunNotices,
  ) {
    this.#runs = runs;
    this.#store = store;
    this.#notices = notices;
  }

  /** Ends requests that nobody approved, or started after that, in time. */
  async expire(now: number): Promise<void> {
    for (const run of await this.#runs.expired(now)) {
      const ended = await this.#store.drop(
        run.id,
        {
          outcome: 'cancelled',
          detail: run.approval === 'approved' ? WORDS.approved : WORDS.pending,
          now,
        },
        trx => this.#runs.end(trx, run.id, 'expired'),
      );
      if (ended) {
        this.#notices.expired(run);
      }
    }
  }

  /** Forgets runs that ended before a time. */
  async forget(before: number): Promise<void> {
    await this.#runs.forget(before);
  }
}
