import { Knex } from 'knex';
import {
  AccountRow,
  DiscoveryOutcome,
  DiscoveryRow,
  StoredAccount,
  toColumns,
  toStoredAccount,
} from './accountRows';
import { CLOSED_STATES } from './facts';

/** Rows per statement, as SQLite takes them. */
const CHUNK = 200;

/** When absence is believed. */
export interface AbsenceRules {
  missingAfter: number;
  maxRemovalPercentage: number;
  /** Fewer accounts than this are never held, whatever their share. */
  minHeldRemovals: number;
}

/** What a complete listing changed. */
export interface ListingResult {
  joined: string[];
  /** Believed gone from now on. */
  gone: string[];
  /** Accounts that were not listed and are too many to believe it. */
  held: { missing: number; known: number } | null;
}

/** An account as a listing found it. */
export type ListedFacts = Omit<StoredAccount, 'gone'>;

/** Keeps what was found in the organization, and how finding it went. */
export class AccountStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): AccountStore {
    return new AccountStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** All accounts that were ever found, those that are gone included. */
  async accounts(): Promise<StoredAccount[]> {
    const rows = await this.#knex<AccountRow>('organization_accounts').orderBy(
      'id',
    );
    return rows.map(toStoredAccount);
  }

  /** How the last run went, or goes. */
  async discovery(): Promise<DiscoveryRow> {
    return readDiscovery(this.#knex);
  }

  /** What a run builds on. */
  async known(): Promise<{
    accounts: StoredAccount[];
    /** When the units were read, in epoch milliseconds. */
    unitsAt: number | null;
  }> {
    const { units_at: unitsAt } = await this.discovery();
    return {
      accounts: await this.accounts(),
      unitsAt: unitsAt === null ? null : Number(unitsAt),
    };
  }

  /** Ids of the accounts that are closed, and of those that are gone. */
  async retired(): Promise<{ closed: string[]; gone: string[] }> {
    const rows = await this.#knex<AccountRow>('organization_accounts')
      .whereNotNull('gone_at')
      .orWhereIn('state', CLOSED_STATES)
      .orderBy('id');
    const closed = rows.filter(({ state }) => CLOSED_STATES.includes(state));
    return {
      closed: closed.map(({ id }) => id),
      gone: rows.filter(row => !closed.includes(row)).map(({ id }) => id),
    };
  }

  /**
   * Notes that a run starts, and numbers it.
   *
   * @param askedFor - hash of the config it goes by
   */
  async begin(askedFor: string, now: number): Promise<number> {
    return this.#knex.transaction(async trx => {
      await trx('organization_discovery')
        .update({ state: 'running', started_at: now, asked_for: askedFor })
        .increment('generation', 1);
      return (await readDiscovery(trx)).generation;
    });
  }

  /**
   * Notes how a run ended, unless another has begun meanwhile.
   *
   * @param unitsAt - when the units were read, if they were
   */
  async finish(
    generation: number,
    outcome: DiscoveryOutcome,
    now: number,
    unitsAt?: number,
  ): Promise<void> {
    const { state, complete, calls, throttles, error } = outcome;
    await this.#knex('organization_discovery')
      .where({ generation })
      .update({
        state,
        calls,
        throttles,
        error: error && JSON.stringify(error),
        finished_at: now,
        ...(complete && { listed: outcome.listed, last_success_at: now }),
        ...(unitsAt !== undefined && { units_at: unitsAt }),
      });
  }

  /**
   * Takes over a complete listing. Accounts it does not show are gone after
   * `missingAfter` such listings in a row, unless they are too many at once.
   *
   * @throws Error when another run has begun meanwhile: its listing is newer.
   */
  async apply(
    generation: number,
    listed: ListedFacts[],
    rules: AbsenceRules,
    now: number,
  ): Promise<ListingResult> {
    return this.#knex.transaction(async trx => {
      // Locks the row, so that runs take their turns.
      const current = await trx('organization_discovery')
        .where({ generation })
        .update({ generation });
      if (!current) {
        throw new Error('Another discovery has begun meanwhile');
      }
      const rows = new Map(
        (await trx<AccountRow>('organization_accounts')).map(row => [
          row.id,
          row,
        ]),
      );
      const changed = await writeListed(trx, listed, rows, now);
      const absence = await settleAbsent(
        trx,
        absentRows([...rows.values()], listed),
        [...rows.values()],
        rules,
        now,
      );
      if (changed || absence.gone.length) {
        await trx('organization_discovery').increment('revision', 1);
      }
      return {
        joined: listed.filter(({ id }) => !rows.has(id)).map(({ id }) => id),
        ...absence,
      };
    });
  }
}

async function readDiscovery(knex: Knex): Promise<DiscoveryRow> {
  const row = await knex<DiscoveryRow>('organization_discovery').first();
  if (!row) {
    throw new Error('The node store has no row for the discovery of accounts');
  }
  return row;
}

/** @returns whether anything changed that decides what is synced, and how. */
async function writeListed(
  trx: Knex.Transaction,
  listed: ListedFacts[],
  rows: Map<string, AccountRow>,
  now: number,
): Promise<boolean> {
  let changed = false;
  const writes = listed.map(facts => {
    const row = rows.get(facts.id);
    const columns = toColumns(facts);
    changed ||=
      !row ||
      row.gone_at !== null ||
      Object.entries(columns).some(
        ([key, value]) => row[key as keyof typeof columns] !== value,
      );
    return {
      id: facts.id,
      ...columns,
      tags_at: facts.tagsAt,
      regions_at: facts.regionsAt,
      first_seen_at: row?.first_seen_at ?? now,
      last_seen_at: now,
      missing_listings: 0,
      gone_at: null,
    };
  });
  for (let start = 0; start < writes.length; start += CHUNK) {
    await trx('organization_accounts')
      .insert(writes.slice(start, start + CHUNK))
      .onConflict('id')
      .merge();
  }
  return changed;
}

function absentRows(rows: AccountRow[], listed: ListedFacts[]): AccountRow[] {
  const shown = new Set(listed.map(({ id }) => id));
  return rows.filter(row => row.gone_at === null && !shown.has(row.id));
}

async function settleAbsent(
  trx: Knex.Transaction,
  absent: AccountRow[],
  rows: AccountRow[],
  rules: AbsenceRules,
  now: number,
): Promise<Pick<ListingResult, 'gone' | 'held'>> {
  // Organizations forgets closed accounts by itself, months later.
  const open = (row: AccountRow) => !CLOSED_STATES.includes(row.state);
  const missing = absent.filter(open).length;
  const known = rows.filter(row => row.gone_at === null && open(row)).length;
  if (
    missing >= rules.minHeldRemovals &&
    missing * 100 > known * rules.maxRemovalPercentage
  ) {
    return { gone: [], held: { missing, known } };
  }
  const ids = absent.map(({ id }) => id);
  const gone = absent
    .filter(row => row.missing_listings + 1 >= rules.missingAfter)
    .map(({ id }) => id);
  for (let start = 0; start < ids.length; start += CHUNK) {
    await trx('organization_accounts')
      .whereIn('id', ids.slice(start, start + CHUNK))
      .increment('missing_listings', 1);
  }
  for (let start = 0; start < gone.length; start += CHUNK) {
    await trx('organization_accounts')
      .whereIn('id', gone.slice(start, start + CHUNK))
      .update({ gone_at: now });
  }
  return { gone, held: null };
}
