import { Knex } from 'knex';
import { takeRevisions } from './database';
import { NodeRow } from './rows';
import { TargetKey } from './types';

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
      const gone: number[] = await absent()
        .where('missing_listings', '>=', missingAfter)
        .orderBy('id')
        .pluck('id');
      let revision = gone.length ? await takeRevisions(trx, gone.length) : 0;
      for (const id of gone) {
        revision += 1;
        await trx('nodes')
          .where({ id })
          .update({ left_at: now, status: 'left', revision });
      }
      const [{ count }] = await absent().count({ count: '*' });
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
   * hear of it.
   *
   * @returns how many were forgotten.
   */
  async purgeLeft(before: number): Promise<number> {
    const [{ least }] = await this.#knex('change_consumers').min({
      least: 'acknowledged_revision',
    });
    const forgotten = () =>
      this.#knex<NodeRow>('nodes')
        .where('left_at', '<', before)
        .modify(query => {
          if (least !== null && least !== undefined) {
            query.where('revision', '<=', Number(least));
          }
        });
    await this.#knex('node_beats')
      .whereIn('name', forgotten().select('name'))
      .delete();
    return forgotten().delete();
  }
}
