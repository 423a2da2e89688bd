import { Knex } from 'knex';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { TargetKey } from '../nodes/types';

/** Account ids per statement. */
const CHUNK = 200;

/**
 * Gives up what is kept of accounts that are closed or gone: their nodes
 * leave, as nodes do that a listing no longer shows. Doing it again does
 * nothing, so that whatever was cut off is made up for the next time.
 */
export class AccountRetirement {
  readonly #knex: Knex;
  readonly #absent: AbsentNodes;

  static create(options: {
    knex: Knex;
    absent: AbsentNodes;
  }): AccountRetirement {
    return new AccountRetirement(options.knex, options.absent);
  }

  private constructor(knex: Knex, absent: AbsentNodes) {
    this.#knex = knex;
    this.#absent = absent;
  }

  /** @returns how many nodes left. */
  async retire(accounts: string[], now: number): Promise<number> {
    let left = 0;
    for (let start = 0; start < accounts.length; start += CHUNK) {
      const ids = accounts.slice(start, start + CHUNK);
      const targets: TargetKey[] = await this.#knex('nodes')
        .distinct('account', 'region')
        .whereIn('account', ids)
        .whereNull('left_at')
        .orderBy(['account', 'region']);
      for (const target of targets) {
        left += await this.#absent.retire(target, now);
      }
      await this.#knex('unmanaged_instances').whereIn('account', ids).delete();
    }
    return left;
  }
}
