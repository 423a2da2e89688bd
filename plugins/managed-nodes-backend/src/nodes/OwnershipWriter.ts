import { Knex } from 'knex';
import { recordChanges } from './database';
import { toObservation } from './present';
import { NodeRow, toContent } from './rows';
import { OwnershipDecider } from './types';

const PAGE = 500;

/** Rewrites who owns the stored nodes. */
export class OwnershipWriter {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): OwnershipWriter {
    return new OwnershipWriter(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Decides ownership anew for all nodes that are here, as the owners the
   * catalog knows have changed.
   *
   * @returns how many nodes changed.
   */
  async reassign(
    decide: OwnershipDecider,
    accountName: (account: string) => string,
    signal?: AbortSignal,
  ): Promise<number> {
    let after = 0;
    let changed = 0;
    for (;;) {
      signal?.throwIfAborted();
      const rows: NodeRow[] = await this.#knex<NodeRow>('nodes')
        .where('id', '>', after)
        .whereNull('left_at')
        .orderBy('id')
        .limit(PAGE);
      if (!rows.length) {
        return changed;
      }
      after = rows[rows.length - 1].id;
      changed += await this.#reassignRows(rows, decide, accountName);
    }
  }

  async #reassignRows(
    rows: NodeRow[],
    decide: OwnershipDecider,
    accountName: (account: string) => string,
  ): Promise<number> {
    const writes = rows.flatMap(row => {
      const observation = toObservation(row);
      const target = { account: row.account, region: row.region };
      const ownership = decide({ ...observation, ...target });
      if (!ownership) {
        return [];
      }
      const content = toContent(
        { ...target, accountName: accountName(row.account) },
        observation,
        ownership,
      );
      const identityChanged = content.identity_hash !== row.identity_hash;
      return identityChanged || content.state_hash !== row.state_hash
        ? [{ row, content, identityChanged }]
        : [];
    });
    if (!writes.length) {
      return 0;
    }
    await this.#knex.transaction(async trx => {
      for (const { row, content } of writes) {
        await trx('nodes').where({ id: row.id }).update({
          owner_ref: content.owner_ref,
          claimed: content.claimed,
          system_ref: content.system_ref,
          component_ref: content.component_ref,
          details: content.details,
          search_text: content.search_text,
          identity_hash: content.identity_hash,
          state_hash: content.state_hash,
        });
      }
      await recordChanges(
        trx,
        writes
          .filter(write => write.identityChanged)
          .map(write => write.row.name),
      );
    });
    return writes.length;
  }
}
