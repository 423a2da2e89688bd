import { Knex } from 'knex';
import pLimit from 'p-limit';
import { isPostgres } from '../../nodes/database';

const TRIES = 30;

/** The longest pause before the second try, in milliseconds; it grows with each. */
const PAUSE_MS = 20;

/** SQLSTATE of a lock that was not to be had at once, and of a deadlock. */
const GIVE_WAY = new Set<unknown>(['55P03', '40P01']);

/** One at a time for each database, so that waiting takes none of its connections. */
const turns = new WeakMap<Knex, ReturnType<typeof pLimit>>();

function turnOf(knex: Knex) {
  const known = turns.get(knex) ?? pLimit(1);
  turns.set(knex, known);
  return known;
}

/**
 * Does something to some nodes in a transaction. Listings lock nodes in the
 * order in which AWS lists them: whoever waited for a node while holding
 * another could make them fail. So this waits for none: where somebody else
 * works on a node it lets go of all, and starts over.
 *
 * @param work - locks what it needs with {@link lockedAtOnce}; may be done
 * several times, but takes effect once
 */
export async function inTurn<T>(
  knex: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const turn = turnOf(knex);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await turn(() => knex.transaction(work));
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (attempt === TRIES || !GIVE_WAY.has(code)) {
        throw error;
      }
      const pause = Math.random() * PAUSE_MS * attempt;
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  }
}

/** Nodes by their ids, locked until the transaction ends, or not to be had. */
export function lockedAtOnce(
  trx: Knex.Transaction,
  ids: number[],
): Knex.QueryBuilder {
  const nodes = trx('nodes').whereIn('id', ids).orderBy('id');
  // SQLite has one connection, and nobody to wait for.
  return isPostgres(trx) ? nodes.forUpdate().noWait() : nodes;
}
