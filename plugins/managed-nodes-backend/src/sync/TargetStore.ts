import {
  SyncProblem,
  TargetHealth,
  TargetState,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { TargetKey } from '../nodes/types';

/** What a run did, in numbers. */
export interface RunCounts {
  pages: number;
  calls: number;
  listed: number;
  added: number;
  changed: number;
  missing: number;
  removed: number;
}

/** How a run ended. */
export interface RunOutcome {
  state: Exclude<TargetState, 'never' | 'running'>;
  /** Whether the listing itself was complete. */
  complete: boolean;
  counts: RunCounts;
  held: { missing: number; known: number } | null;
  error: SyncProblem | null;
  warnings: TargetHealth['warnings'];
}

/** A row of `sync_targets`. */
export interface TargetRow {
  account: string;
  region: string;
  state: TargetState;
  generation: number;
  last_started_at: number | string | null;
  last_finished_at: number | string | null;
  last_success_at: number | string | null;
  duration_ms: number | null;
  counts: string;
  held: string | null;
  error: string | null;
  warnings: string;
}

/** Numbers of a run that did nothing yet. */
export const NO_COUNTS: RunCounts = {
  pages: 0,
  calls: 0,
  listed: 0,
  added: 0,
  changed: 0,
  missing: 0,
  removed: 0,
};

/** Keeps what is known of each target's listings. */
export class TargetStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): TargetStore {
    return new TargetStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Notes that a listing starts, and numbers it. */
  async begin(target: TargetKey, now: number): Promise<number> {
    const { account, region } = target;
    return this.#knex.transaction(async trx => {
      await trx('sync_targets')
        .insert({
          account,
          region,
          state: 'never',
          generation: 0,
          counts: JSON.stringify(NO_COUNTS),
          warnings: '[]',
        })
        .onConflict(['account', 'region'])
        .ignore();
      await trx('sync_targets')
        .where({ account, region })
        .update({ state: 'running', last_started_at: now })
        .increment('generation', 1);
      const row = await trx<TargetRow>('sync_targets')
        .where({ account, region })
        .first('generation');
      return row!.generation;
    });
  }

  /** Keeps the numbers of a listing under way up to date. */
  async progress(target: TargetKey, counts: RunCounts): Promise<void> {
    await this.#knex('sync_targets')
      .where({ account: target.account, region: target.region })
      .update({ counts: JSON.stringify(counts) });
  }

  /** Notes how a listing ended. */
  async finish(
    target: TargetKey,
    outcome: RunOutcome,
    startedAt: number,
    now: number,
  ): Promise<void> {
    const where = { account: target.account, region: target.region };
    const before = await this.#knex<TargetRow>('sync_targets')
      .where(where)
      .first('held');
    const since: number =
      (before?.held && JSON.parse(before.held).since) ?? now;
    // A run that failed says nothing about removals held before.
    const held = outcome.complete
      ? outcome.held && JSON.stringify({ ...outcome.held, since })
      : before?.held ?? null;
    await this.#knex('sync_targets')
      .where(where)
      .update({
        state: outcome.state,
        last_finished_at: now,
        duration_ms: now - startedAt,
        counts: JSON.stringify(outcome.counts),
        held,
        error: outcome.error && JSON.stringify(outcome.error),
        warnings: JSON.stringify(outcome.warnings),
        ...(outcome.complete && { last_success_at: now }),
      });
  }

  /** All targets that were ever listed. */
  async list(): Promise<TargetRow[]> {
    return this.#knex<TargetRow>('sync_targets').select();
  }
}
