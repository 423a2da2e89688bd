import { ReportRuns } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';

/** Counts what people started from the portal, and how it ended. */
export class OperationCounts {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): OperationCounts {
    return new OperationCounts(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Those of a time, by when they were asked for. What nobody approved was
   * never started, and does not count.
   *
   * @param from - included, in milliseconds since the epoch
   * @param to - not included
   */
  async between(from: number, to: number): Promise<ReportRuns> {
    const rows: Array<{ state: string; count: number | string }> =
      await this.#knex('command_operations')
        .where('started_at', '>=', from)
        .where('started_at', '<', to)
        .whereNotNull('sent_as')
        .groupBy('state')
        .select('state')
        .count({ count: '*' });
    const counts = new Map(
      rows.map(({ state, count }) => [state, Number(count)]),
    );
    return {
      started: [...counts.values()].reduce((sum, count) => sum + count, 0),
      succeeded: counts.get('succeeded') ?? 0,
      failed: counts.get('failed') ?? 0,
      cancelled: counts.get('cancelled') ?? 0,
    };
  }
}
