import { Knex } from 'knex';
import { recordChanges, seenNodes } from './database';
import { NodeRow, SeenNodeRow } from './rows';
import { TargetKey } from './types';

/** Keeps a statement below the databases' limits; the next run goes on. */
const FORGOTTEN_AT_ONCE = 10_000;

/**
 * Narrows to nodes that neither that listing nor a later one showed. Looked
 * up node by node: PostgreSQL has no statistics of a generation that has just
 * begun, and would go through the beats of all targets for each node of one.
 */
function notShown(generation: number) {
  return (query: Knex.QueryBuilder) => {
    query.whereRaw(
      'COALESCE((SELECT node_beats.seen_generation FROM node_beats WHERE node_beats.name = nodes.name), 0) < ?',
      [generation],
    );
  };
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
   *
   * @param within - the transaction to do it in. Default: one of its own
   */
  async settleAbsent(
    target: TargetKey & { generation: number },
    missingAfter: number,
    now: number,
    within?: Knex.Transaction,
  ): Promise<{ missing: number; removed: number }> {
    const settle = async (trx: Knex.Transaction) => {
      const absent = () =>
        trx<NodeRow>('nodes')
          .where({ account: target.account, region: target.region })
          .whereNull('left_at')
          .modify(notShown(target.generation));
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
    };
    return within ? settle(within) : this.#knex.transaction(settle);
  }

  /** The nodes of a target that a listing did not show, by title. */
  async list(
    target: TargetKey & { generation: number },
    limit: number,
  ): Promise<SeenNodeRow[]> {
    return seenNodes(this.#knex)
      .where({ account: target.account, region: target.region })
      .whereNull('left_at')
      .where('node_beats.seen_generation', '<', target.generation)
      .orderBy(['sort_title', 'nodes.id'])
      .limit(limit);
  }

  /**
   * Marks nodes as missing that Systems Manager said it does not have when it
   * was asked for them. They stay until complete listings do not show them
   * either.
   */
  async markMissing(
    target: TargetKey,
    nodeIds: string[],
    now: number,
  ): Promise<void> {
    await this.#knex<NodeRow>('nodes')
      .where({ account: target.account, region: target.region })
      .whereIn('node_id', nodeIds)
      .whereNull('left_at')
      .whereNull('missing_since')
      .update({ missing_since: now, status: 'missing' });
  }

  /**
   * Gives up all nodes of a target at once, as somebody said that the target
   * itself is no more.
   *
   * @returns how many left.
   */
  async retire(target: TargetKey, now: number): Promise<number> {
    return this.#knex.transaction(async trx => {
      const gone: Array<Pick<NodeRow, 'name'>> = await trx<NodeRow>('nodes')
        .where({ account: target.account, region: target.region })
        .whereNull('left_at')
        .update({ left_at: now, status: 'left' }, ['name']);
      await recordChanges(
        trx,
        gone.map(({ name }) => name),
      );
      return gone.length;
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
      .modify(notShown(target.generation))
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
