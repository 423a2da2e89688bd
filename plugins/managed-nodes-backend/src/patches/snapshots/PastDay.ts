import { PatchCounts } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { COUNT_COLUMNS, Grain, SnapshotColumn } from './grains';
import { snapshotCounts, SnapshotSums } from './snapshotCounts';

/** How the whole fleet stood on a day gone, told apart by something. For those who may know all of it. */
export class PastDay {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): PastDay {
    return new PastDay(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * The last day that was counted until then, or else the first there is.
   *
   * @param until - a day, e.g. `2026-10-24`
   * @param today - which is no past day
   */
  async nearest(until: string, today: string): Promise<string | null> {
    const days = () => this.#knex('patch_snapshots').where({ grain: 'all' });
    const [last] = await days()
      .where('day', '<=', until)
      .orderBy('day', 'desc')
      .limit(1)
      .pluck<string[]>('day');
    if (last) {
      return last;
    }
    const [first] = await days()
      .where('day', '<', today)
      .orderBy('day')
      .limit(1)
      .pluck<string[]>('day');
    return first ?? null;
  }

  /** Counts of a day by the values of a column; null stands for none. */
  async by(
    day: string,
    grain: Grain,
    column: SnapshotColumn,
  ): Promise<Map<string | null, PatchCounts>> {
    const rows: SnapshotSums[] = await this.#sums(day, grain)
      .select({ value: column })
      .groupBy(column);
    return new Map(
      rows.map(row => [
        row.value === null ? null : String(row.value),
        snapshotCounts(row),
      ]),
    );
  }

  /** Counts of a day by applications: a node counts for its System and its Component alike. */
  async byApplication(day: string): Promise<Map<string | null, PatchCounts>> {
    const rows: SnapshotSums[] = await this.#sums(day, 'app')
      .select('system_ref', 'component_ref')
      .groupBy('system_ref', 'component_ref');
    const sums = new Map<string | null, SnapshotSums>();
    for (const row of rows) {
      const refs = [row.system_ref, row.component_ref].flatMap(ref =>
        ref === null ? [] : String(ref),
      );
      for (const ref of refs.length ? refs : [null]) {
        const before = sums.get(ref);
        sums.set(
          ref,
          Object.fromEntries(
            COUNT_COLUMNS.map(name => [
              name,
              Number(before?.[name] ?? 0) + Number(row[name]),
            ]),
          ),
        );
      }
    }
    return new Map([...sums].map(([ref, row]) => [ref, snapshotCounts(row)]));
  }

  /** Counts of the whole fleet on a day; undefined when nobody counted. */
  async total(day: string): Promise<PatchCounts | undefined> {
    const [row]: SnapshotSums[] = await this.#sums(day, 'all').groupBy('day');
    return row && snapshotCounts(row);
  }

  #sums(day: string, grain: Grain): Knex.QueryBuilder {
    return this.#knex('patch_snapshots')
      .where({ day, grain })
      .select(
        COUNT_COLUMNS.map(name =>
          this.#knex.raw('SUM(??) AS ??', [name, name]),
        ),
      );
  }
}
