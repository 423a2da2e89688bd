import { Knex } from 'knex';
import { TooManyRunsError } from './errors';

/** Runs a person may begin within a time. */
const MOST_RUNS = 30;
const WINDOW_MS = 600_000;

/** The shortest time from one run on a node to the next. */
export const TURN_MS = 10_000;

/** Keeps all replicas together to how often counters may be read. */
export class RunLimits {
  readonly #knex: Knex;
  readonly #now: () => number;

  static create(options: {
    knex: Knex;
    /** The time, in milliseconds since the epoch. Default: this machine's. */
    now?: () => number;
  }): RunLimits {
    return new RunLimits(options.knex, options.now ?? Date.now);
  }

  private constructor(knex: Knex, now: () => number) {
    this.#knex = knex;
    this.#now = now;
  }

  /**
   * Counts a run of a person, and forgets what is too long ago to count.
   *
   * @returns what takes it back when nothing was run after all.
   * @throws TooManyRunsError when they had as many as anybody may.
   */
  async begin(userEntityRef: string): Promise<() => Promise<void>> {
    const knex = this.#knex;
    const now = this.#now();
    await knex('counter_runs')
      .where('started_at', '<=', now - WINDOW_MS)
      .delete();
    const [inserted] = await knex('counter_runs')
      .insert({ user_ref: userEntityRef, started_at: now })
      .returning('id');
    const takeBack = async () => {
      await knex('counter_runs').where({ id: inserted.id }).delete();
    };
    // Counted once it is there for all to see: of several that begin at once,
    // too many may be refused, and never too few.
    const [{ runs, oldest }] = await knex('counter_runs')
      .where({ user_ref: userEntityRef })
      .count({ runs: '*' })
      .min({ oldest: 'started_at' });
    if (Number(runs) > MOST_RUNS) {
      await takeBack();
      throw new TooManyRunsError(
        `Counters may be read ${MOST_RUNS} times in ${
          WINDOW_MS / 60_000
        } minutes, which you did`,
        Number(oldest) + WINDOW_MS - now,
      );
    }
    return takeBack;
  }

  /** Whether a run on a node may begin now; if so, no other may for a while. */
  async takeTurn(node: string): Promise<boolean> {
    const knex = this.#knex;
    const now = this.#now();
    await knex('counter_turns')
      .where('started_at', '<=', now - TURN_MS)
      .delete();
    const taken = await knex('counter_turns')
      .insert({ node, started_at: now })
      .onConflict('node')
      .ignore()
      .returning('node');
    return taken.length > 0;
  }
}
