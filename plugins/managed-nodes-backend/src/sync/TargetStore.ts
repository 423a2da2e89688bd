import {
  NodeSourceKind,
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
  throttles: number;
  listed: number;
  added: number;
  changed: number;
  missing: number;
  removed: number;
}

/** Removals that are held back in a target. Times are epoch milliseconds. */
export interface Held {
  /** The listing that did not show the nodes. */
  generation: number;
  missing: number;
  known: number;
  since: number;
  /** When an operator chose to keep the nodes, and who that was. */
  dismissedAt: number | null;
  dismissedBy: string | null;
  /** How many were missing then. */
  dismissedMissing: number | null;
}

/** How a run ended. */
export interface RunOutcome {
  state: Exclude<TargetState, 'never' | 'running'>;
  /** Whether the listing itself was complete. */
  complete: boolean;
  counts: RunCounts;
  held: Pick<Held, 'missing' | 'known' | 'generation'> | null;
  error: SyncProblem | null;
  warnings: TargetHealth['warnings'];
}

/** A row of `sync_targets`. */
export interface TargetRow {
  account: string;
  region: string;
  source: NodeSourceKind;
  state: TargetState;
  generation: number;
  requested_at: number | string | null;
  last_started_at: number | string | null;
  last_finished_at: number | string | null;
  last_success_at: number | string | null;
  duration_ms: number | null;
  counts: string;
  held: string | null;
  error: string | null;
  warnings: string;
}

/** What is held back in a target, if anything. */
export function readHeld(
  row: Pick<TargetRow, 'held'> | undefined,
): Held | null {
  return row?.held ? JSON.parse(row.held) : null;
}

/** A decision to keep the nodes holds until more of them are missing. */
function holdOn(
  held: Pick<Held, 'missing' | 'known' | 'generation'>,
  before: Held | null,
  now: number,
): Held {
  const dismissed =
    before?.dismissedMissing && held.missing <= before.dismissedMissing;
  return {
    ...held,
    since: before?.since ?? now,
    dismissedAt: dismissed ? before.dismissedAt : null,
    dismissedBy: dismissed ? before.dismissedBy : null,
    dismissedMissing: dismissed ? before.dismissedMissing : null,
  };
}

/** A target, and which of its listings is meant. Default: the newest. */
type ListingKey = TargetKey & { generation?: number };

/**
 * The row of a target while a listing is its newest. A replica that was
 * thought dead may come back and go on with a listing that another has begun
 * anew.
 */
function unlessOvertaken({ account, region, generation }: ListingKey) {
  return generation === undefined
    ? { account, region }
    : { account, region, generation };
}

/** Code of the error of a listing that was cut off. */
export const INTERRUPTED = 'Interrupted';

/** Numbers of a run that did nothing yet. */
export const NO_COUNTS: RunCounts = {
  pages: 0,
  calls: 0,
  throttles: 0,
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
  async begin(
    target: TargetKey & { source: NodeSourceKind },
    now: number,
  ): Promise<number> {
    const { account, region, source } = target;
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
        .update({
          state: 'running',
          source,
          last_started_at: now,
          requested_at: null,
        })
        .increment('generation', 1);
      const row = await trx<TargetRow>('sync_targets')
        .where({ account, region })
        .first('generation');
      return row!.generation;
    });
  }

  /** Keeps the numbers of a listing under way up to date. */
  async progress(target: ListingKey, counts: RunCounts): Promise<void> {
    await this.#knex('sync_targets')
      .where(unlessOvertaken(target))
      .update({ counts: JSON.stringify(counts) });
  }

  /** Notes how a listing ended, unless a newer one has begun since. */
  async finish(
    target: ListingKey,
    outcome: RunOutcome,
    startedAt: number,
    now: number,
  ): Promise<void> {
    const where = unlessOvertaken(target);
    const before = await this.#knex<TargetRow>('sync_targets')
      .where(where)
      .first('held');
    // A run that failed says nothing about removals held before.
    const held = outcome.complete
      ? outcome.held &&
        JSON.stringify(holdOn(outcome.held, readHeld(before), now))
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

  /** Notes that somebody wants these targets listed now. */
  async request(targets: TargetKey[], now: number): Promise<void> {
    const rows = targets.map(({ account, region }) => ({
      account,
      region,
      state: 'never',
      generation: 0,
      requested_at: now,
      counts: JSON.stringify(NO_COUNTS),
      warnings: '[]',
    }));
    for (let start = 0; start < rows.length; start += 500) {
      await this.#knex('sync_targets')
        .insert(rows.slice(start, start + 500))
        .onConflict(['account', 'region'])
        .merge(['requested_at']);
    }
  }

  /** One target, if it was ever listed or asked for. */
  async get({ account, region }: TargetKey): Promise<TargetRow | undefined> {
    return this.#knex<TargetRow>('sync_targets')
      .where({ account, region })
      .first();
  }

  /** All targets that were ever listed or asked for. */
  async list(): Promise<TargetRow[]> {
    return this.#knex<TargetRow>('sync_targets').select();
  }
}
