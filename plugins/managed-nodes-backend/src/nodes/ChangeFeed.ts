import {
  AbsentQuery,
  AbsentResult,
  NodeChangesPage,
  NodeChangesQuery,
  SkippedReport,
  SyncHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { readMeta, seenNodes } from './database';
import { PresentationContext, toManagedNode } from './present';
import { NodeRow, SeenNodeRow } from './rows';

/** Skipped nodes named in the health report at the most. */
const SKIPPED_SHOWN = 100;

/**
 * Hands identity changes to consumers in revision order and remembers how far
 * each has come.
 */
export class ChangeFeed {
  readonly #knex: Knex;
  readonly #context: PresentationContext;

  static create(options: {
    knex: Knex;
    context: PresentationContext;
  }): ChangeFeed {
    return new ChangeFeed(options.knex, options.context);
  }

  private constructor(knex: Knex, context: PresentationContext) {
    this.#knex = knex;
    this.#context = context;
  }

  /**
   * Changes after `query.after`. Asking in the current epoch acknowledges
   * all up to there, or up to `query.acknowledged` where that is less.
   */
  async read(query: NodeChangesQuery, now: number): Promise<NodeChangesPage> {
    const epoch = await this.#epoch();
    const after = query.epoch === epoch ? query.after : 0;
    await this.#knex('change_consumers')
      .insert({
        consumer: query.consumer,
        epoch,
        acknowledged_revision: Math.min(after, query.acknowledged ?? after),
        acknowledged_at: now,
      })
      .onConflict('consumer')
      .merge();
    const rows: Array<SeenNodeRow & { revision: number | string }> =
      await seenNodes(this.#knex)
        .join('node_changes', 'node_changes.name', 'nodes.name')
        .select('node_changes.revision')
        .where('node_changes.revision', '>', after)
        .orderBy('node_changes.revision')
        .limit(query.limit);
    return {
      epoch,
      headRevision: await this.#headRevision(),
      items: rows.map(row => ({
        revision: Number(row.revision),
        name: row.name,
        left: row.left_at !== null,
        node: toManagedNode(row, this.#context),
      })),
    };
  }

  /** Notes which nodes a consumer could not take over. */
  async reportSkipped(report: SkippedReport, now: number): Promise<void> {
    const { consumer, skipped, accepted } = report;
    await this.#knex.transaction(async trx => {
      for (let start = 0; start < accepted.length; start += 500) {
        await trx('skipped_nodes')
          .where({ consumer })
          .whereIn('name', accepted.slice(start, start + 500))
          .delete();
      }
      for (let start = 0; start < skipped.length; start += 500) {
        await trx('skipped_nodes')
          .insert(
            skipped.slice(start, start + 500).map(({ name, reason }) => ({
              consumer,
              name,
              reason,
              reported_at: now,
            })),
          )
          .onConflict(['consumer', 'name'])
          .merge();
      }
    });
  }

  /**
   * Which nodes are gone: those the store does not have although their
   * target was listed completely in this store's life.
   */
  async findAbsent(query: AbsentQuery): Promise<AbsentResult> {
    const listed = new Set<string>(
      (
        await this.#knex('sync_targets')
          .whereNotNull('last_success_at')
          .select('account', 'region')
      ).map(target => `${target.account}/${target.region}`),
    );
    const present = new Set<string>();
    for (let start = 0; start < query.nodes.length; start += 500) {
      const names: string[] = await this.#knex<NodeRow>('nodes')
        .whereIn(
          'name',
          query.nodes.slice(start, start + 500).map(node => node.name),
        )
        .pluck('name');
      names.forEach(name => present.add(name));
    }
    const result: AbsentResult = { absent: [], unknown: [] };
    for (const { name, account, region } of query.nodes) {
      if (!present.has(name)) {
        (listed.has(`${account}/${region}`)
          ? result.absent
          : result.unknown
        ).push(name);
      }
    }
    return result;
  }

  /** How far a consumer has come. */
  async health(consumer: string): Promise<SyncHealth['catalog']> {
    const [headRevision, row, skipped, [{ total }]] = await Promise.all([
      this.#headRevision(),
      this.#knex('change_consumers').where({ consumer }).first(),
      this.#knex('skipped_nodes')
        .where({ consumer })
        .orderBy('name')
        .limit(SKIPPED_SHOWN)
        .select('name', 'reason'),
      this.#knex('skipped_nodes').where({ consumer }).count({ total: '*' }),
    ]);
    return {
      headRevision,
      acknowledgedRevision: row ? Number(row.acknowledged_revision) : null,
      acknowledgedAt: row
        ? new Date(Number(row.acknowledged_at)).toISOString()
        : null,
      skipped,
      skippedTotal: Number(total),
    };
  }

  async #epoch(): Promise<string> {
    const epoch = await readMeta(this.#knex, 'epoch');
    if (!epoch) {
      throw new Error('The node store has no epoch');
    }
    return epoch;
  }

  async #headRevision(): Promise<number> {
    const row = await this.#knex('revision_counter')
      .where({ id: 1 })
      .first('value');
    return Number(row?.value ?? 0);
  }
}
