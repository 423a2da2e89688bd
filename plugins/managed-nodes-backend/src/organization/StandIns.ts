import { AccountDirectory } from '../accounts/AccountDirectory';
import { SyncTarget } from '../accounts/types';
import { TargetKey } from '../nodes/types';
import { TargetRow } from '../sync/TargetStore';

/** Intervals without a complete listing after which others may speak for a target. */
const SILENT_INTERVALS = 3;

/** What the organization's listing may say of a target. */
export type StandIn =
  /** Everything: nothing else lists the target. */
  | { kind: 'sole'; target: SyncTarget }
  /** What it shows, but not what is gone: the target's own listing is only failing. */
  | { kind: 'substitute'; target: SyncTarget; generation: number }
  /** Nothing: the target is listed in itself, with more detail, or its account is not to be synced. */
  | { kind: 'none' };

function key({ account, region }: TargetKey): string {
  return `${account}/${region}`;
}

/**
 * Decides for which targets the organization's listing counts. A target has
 * one voice at a time, so that two sources never undo each other's work.
 */
export class StandIns {
  readonly #directory: AccountDirectory;
  readonly #rows: ReadonlyMap<string, TargetRow>;
  readonly #freshSince: number;
  readonly #knownAccountsOnly: boolean;

  /**
   * @param options - `rows` are the targets as they are now, `intervalMs` is
   *   how often targets are listed, `knownAccountsOnly` whether discovery says
   *   which accounts there are: others are closed, or excluded
   */
  static create(options: {
    directory: AccountDirectory;
    rows: TargetRow[];
    intervalMs: number;
    now: number;
    knownAccountsOnly: boolean;
  }): StandIns {
    return new StandIns(options);
  }

  private constructor(options: {
    directory: AccountDirectory;
    rows: TargetRow[];
    intervalMs: number;
    now: number;
    knownAccountsOnly: boolean;
  }) {
    this.#knownAccountsOnly = options.knownAccountsOnly;
    this.#directory = options.directory;
    this.#rows = new Map(options.rows.map(row => [key(row), row]));
    this.#freshSince = options.now - SILENT_INTERVALS * options.intervalMs;
  }

  of(where: TargetKey): StandIn {
    const known = this.#directory.get(where.account);
    const target = this.#directory.target(where.account, where.region);
    const row = this.#rows.get(key(where));
    if (!known && this.#knownAccountsOnly) {
      return { kind: 'none' };
    }
    if (!target) {
      return {
        kind: 'sole',
        target: {
          account: where.account,
          region: where.region,
          accountName: known?.name ?? where.account,
          accountTags: known?.tags ?? {},
          units: known?.units ?? [],
          source: 'organization',
        },
      };
    }
    const heard = Number(row?.last_success_at ?? 0);
    return heard >= this.#freshSince
      ? { kind: 'none' }
      : { kind: 'substitute', target, generation: row?.generation ?? 0 };
  }

  /** Targets that only this listing ever showed. */
  soleTargets(): SyncTarget[] {
    return [...this.#rows.values()].flatMap(row => {
      const standIn = this.of(row);
      return row.source === 'organization' && standIn.kind === 'sole'
        ? [standIn.target]
        : [];
    });
  }
}
