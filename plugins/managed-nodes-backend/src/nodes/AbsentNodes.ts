import { Knex } from 'knex';
import { recordChanges } from './database';
import { NodeRow } from './rows';
import { TargetKey } from './types';

/** Keeps a statement below the databases' limits; the next run goes on. */
const FORGOTTEN_AT_ONCE = 10_000;

/** Whether the node of the outer query was shown by that listing, or a later one. */
function shown(knex: Knex, generation: number): Knex.QueryBuilder {
  return knex('node_beats')
    .select(knex.raw('1'))
    .whereRaw('node_beats.name = nodes.name')
    .where('node_beats.seen_generation', '>=', generation);
}

/** Deals with nodes that a complete listing of their target did not show. */
export class AbsentNodes {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): AbsentNodes {
    return new AbsentNodes(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Marks the nodes a complete listing did not show as missing, and gives up
   * those that `missingAfter` listings in a row did not show.
   */
  async settleAbsent(
    target: TargetKey & { generation: number },
    missingAfter: number,
    now: number,
  ): Promise<{ missing: number; removed: number }> {
    return this.#knex.transaction(async trx => {
      const absent = () =>
        trx<NodeRow>('nodes')
          .where({ account: target.account, region: target.region })
          .whereNull('left_at')
          .whereNotExists(shown(trx, target.generation));
      await absent()
        .whereNull('missing_since')
        .update({ missing_since: now, status: 'missing' });
      await absent().increment('missing_listings', 1);
      const gone: string[] = await absent()
        .where('missing_listings', '>=', missingAfter)
        .orderBy('id')
        .pluck('name');
      await absent()
        .where('missing_listings', '>=', missingAfter)
        .update({ left_at: now, status: 'left' });
      const [{ count }] = await absent().count({ count: '*' });
      await recordChanges(trx, gone);
      return { missing: Number(count), removed: gone.length };
    });
  }

  /** How many nodes the target has, and how many of them the listing did not show. */
  async countAbsent(
    target: TargetKey & { generation: number },
  ): Promise<{ known: number; absent: number }> {
    const here = () =>
      this.#knex<NodeRow>('nodes')
        .where({ account: target.account, region: target.region })
        .whereNull('left_at');
    const [{ known }] = await here().count({ known: '*' });
    const [{ absent }] = await here()
      .whereNotExists(shown(this.#knex, target.generation))
      .count({ absent: '*' });
    return { known: Number(known), absent: Number(absent) };
  }

  /**
   * Forgets nodes that left before `before`, unless a consumer has yet to
   * hear of it; 10,000 of them at the most.
   *
   * @returns how many were forgotten.
   */
  async purgeLeft(before: number): Promise<number> {
    const [{ least }] = await this.#knex('change_consumers').min({
      least: 'acknowledged_revision',
    });
    const forgotten: string[] = await this.#knex('nodes')
      .join('node_changes', 'node_changes.name', 'nodes.name')
      .where('nodes.left_at', '<', before)
      .modify(query => {
        if (least !== null && least !== undefined) {
          query.where('node_changes.revision', '<=', Number(least));
        }
      })
      .orderBy('nodes.id')
      .limit(FORGOTTEN_AT_ONCE)
      .pluck('nodes.name');
    await this.#knex.transaction(async trx => {
      for (const table of ['nodes', 'node_beats', 'node_changes']) {
        await trx(table).whereIn('name', forgotten).delete();
      }
    });
    return forgotten.length;
  }
}
