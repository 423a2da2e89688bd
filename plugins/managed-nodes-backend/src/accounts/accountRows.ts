import {
  SyncProblem,
  TargetState,
} from '@managed-nodes/plugin-managed-nodes-common';
import { AccountFacts } from './facts';
import { KnownAccount } from './mergeAccounts';

/** A row of `organization_accounts`. */
export interface AccountRow {
  id: string;
  name: string;
  state: string;
  unit_ids: string | null;
  units: string | null;
  tags: string | null;
  tags_at: number | string | null;
  regions: string | null;
  regions_at: number | string | null;
  first_seen_at: number | string;
  last_seen_at: number | string;
  missing_listings: number;
  gone_at: number | string | null;
}

/** The row of `organization_discovery`. */
export interface DiscoveryRow {
  state: TargetState;
  generation: number;
  revision: number;
  asked_for: string | null;
  started_at: number | string | null;
  finished_at: number | string | null;
  last_success_at: number | string | null;
  units_at: number | string | null;
  listed: number;
  calls: number;
  throttles: number;
  error: string | null;
}

/** An account with when the parts were read that are not read every time. Epoch milliseconds. */
export interface StoredAccount extends KnownAccount {
  tagsAt: number | null;
  regionsAt: number | null;
}

/** How a run ended. */
export interface DiscoveryOutcome {
  state: Exclude<TargetState, 'never' | 'running'>;
  /** Whether the listing of the accounts was complete. */
  complete: boolean;
  listed: number;
  calls: number;
  throttles: number;
  error: SyncProblem | null;
}

function parse<T>(text: string | null): T | null {
  return text === null ? null : JSON.parse(text);
}

function time(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}

export function toStoredAccount(row: AccountRow): StoredAccount {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    unitIds: parse<string[]>(row.unit_ids),
    units: parse<string[]>(row.units),
    tags: parse<Record<string, string>>(row.tags),
    tagsAt: time(row.tags_at),
    regions: parse<string[]>(row.regions),
    regionsAt: time(row.regions_at),
    gone: row.gone_at !== null,
  };
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** The columns that decide what is synced, and how. */
export function toColumns(facts: AccountFacts) {
  return {
    name: facts.name,
    state: facts.state,
    unit_ids: json(facts.unitIds),
    units: json(facts.units),
    tags: json(
      facts.tags &&
        Object.fromEntries(
          Object.entries(facts.tags).sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
    ),
    regions: json(facts.regions),
  };
}
