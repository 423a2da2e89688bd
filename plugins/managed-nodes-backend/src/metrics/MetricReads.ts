import { Knex } from 'knex';
import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { TargetKey } from '../nodes/types';

/** What of CloudWatch is read apart. */
export type MetricPart = 'metrics' | 'alarms';

/** How the last read of a part of a place went. */
export interface MetricRead extends TargetKey {
  readonly part: MetricPart;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** When it was last read to its end. */
  readonly readAt: number | null;
  readonly problem: SyncProblem | null;
}

interface Row {
  account: string;
  region: string;
  part: MetricPart;
  started_at: number | string;
  ended_at: number | string | null;
  read_at: number | string | null;
  problem: string | null;
}

const time = (value: number | string | null) =>
  value === null ? null : Number(value);

/** Keeps how CloudWatch was last read in each place. */
export class MetricReads {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): MetricReads {
    return new MetricReads(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async begin(
    { account, region }: TargetKey,
    part: MetricPart,
    now: number,
  ): Promise<void> {
    await this.#knex('metric_reads')
      .insert({ account, region, part, started_at: now })
      .onConflict(['account', 'region', 'part'])
      .merge();
  }

  /** @param problem - why it did not come to its end; none: it did */
  async finish(
    { account, region }: TargetKey,
    part: MetricPart,
    problem: SyncProblem | undefined,
    now: number,
  ): Promise<void> {
    await this.#knex('metric_reads')
      .where({ account, region, part })
      .update({
        ended_at: now,
        problem: problem ? JSON.stringify(problem) : null,
        ...(!problem && { read_at: now }),
      });
  }

  async all(part: MetricPart): Promise<MetricRead[]> {
    const rows: Row[] = await this.#knex('metric_reads').where({ part });
    return rows.map(row => ({
      account: row.account,
      region: row.region,
      part: row.part,
      startedAt: Number(row.started_at),
      endedAt: time(row.ended_at),
      readAt: time(row.read_at),
      problem: row.problem === null ? null : JSON.parse(row.problem),
    }));
  }

  /** Forgets places that nobody has read since then, as they are none any more. */
  async forget(before: number): Promise<void> {
    const gone: TargetKey[] = await this.#knex('metric_reads')
      .where('started_at', '<', before)
      .select('account', 'region');
    for (const { account, region } of gone) {
      for (const table of ['node_metrics', 'node_alarms', 'metric_reads']) {
        await this.#knex(table).where({ account, region }).delete();
      }
    }
  }
}
