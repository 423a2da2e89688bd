import { Knex } from 'knex';
import { standingSql, StandingPolicy } from '../../nodes/standing';
import {
  BUCKET_COLUMNS,
  COUNT_COLUMNS,
  Grain,
  GRAINS,
  STANDING_COLUMNS,
} from './grains';

const DAY = 86_400_000;

/** The day in UTC that a moment is in. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/**
 * Notes day by day how nodes stand. The rows of today are written anew each
 * time; those of days gone stay as they were last.
 */
export class SnapshotWriter {
  readonly #knex: Knex;
  readonly #policy: StandingPolicy;
  readonly #retentionMs: number;

  static create(options: {
    knex: Knex;
    policy: StandingPolicy;
    /** How long days are kept, in milliseconds. */
    retentionMs: number;
  }): SnapshotWriter {
    return new SnapshotWriter(
      options.knex,
      options.policy,
      options.retentionMs,
    );
  }

  private constructor(knex: Knex, policy: StandingPolicy, retentionMs: number) {
    this.#knex = knex;
    this.#policy = policy;
    this.#retentionMs = retentionMs;
  }

  /** Writes the rows of today, and drops days that are kept no longer. */
  async write(now: number): Promise<void> {
    const day = dayOf(now);
    await this.#knex.transaction(async trx => {
      await trx('patch_snapshots')
        .where({ day })
        .orWhere('day', '<', dayOf(now - this.#retentionMs + DAY))
        .delete();
      await this.#writeFull(trx, day, now);
      for (const grain of Object.keys(GRAINS) as Grain[]) {
        if (grain !== 'full') {
          await this.#sumUp(trx, day, grain);
        }
      }
    });
  }

  async #writeFull(
    trx: Knex.Transaction,
    day: string,
    now: number,
  ): Promise<void> {
    const counts = [
      ...Object.keys(BUCKET_COLUMNS).map(bucket =>
        trx.raw('COUNT(CASE WHEN patch_bucket = ? THEN 1 END)', [bucket]),
      ),
      ...Object.keys(STANDING_COLUMNS).map(standing =>
        trx.raw('COUNT(CASE WHEN standing = ? THEN 1 END)', [standing]),
      ),
    ];
    await this.#insert(
      trx,
      GRAINS.full,
      trx
        .select(trx.raw('CAST(? AS varchar(10))', [day]))
        .select(trx.raw("'full'"), ...GRAINS.full)
        .count('*')
        .select(counts)
        .from(
          trx('nodes')
            .whereRaw("nodes.status <> 'left'")
            .select(...GRAINS.full, 'patch_bucket')
            .select(
              trx.raw('? AS standing', [standingSql(trx, this.#policy, now)]),
            )
            .as('standings'),
        )
        .groupBy(...GRAINS.full),
    );
  }

  /** The coarser rows add up those of today that are finest. */
  async #sumUp(
    trx: Knex.Transaction,
    day: string,
    grain: Grain,
  ): Promise<void> {
    const columns = GRAINS[grain];
    const query = trx('patch_snapshots')
      .where({ day, grain: 'full' })
      .select(trx.raw('CAST(? AS varchar(10))', [day]))
      .select(trx.raw('CAST(? AS varchar(8))', [grain]), ...columns)
      .select(COUNT_COLUMNS.map(name => trx.raw('SUM(??)', [name])))
      // A fleet of no nodes has no row, rather than one that counts nothing.
      .havingRaw('COUNT(*) > 0');
    if (columns.length) {
      query.groupBy(...columns);
    }
    await this.#insert(trx, columns, query);
  }

  async #insert(
    trx: Knex.Transaction,
    columns: readonly string[],
    rows: Knex.QueryBuilder,
  ): Promise<void> {
    const names = ['day', 'grain', ...columns, ...COUNT_COLUMNS];
    await trx(
      trx.raw(`patch_snapshots (${names.map(() => '??').join(', ')})`, names),
    ).insert(rows);
  }
}
