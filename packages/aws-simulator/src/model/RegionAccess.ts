import { ENABLED_REGIONS, OPT_IN_REGIONS } from './places';

export const OPT_IN_STATUSES = [
  'opt-in-not-required',
  'opted-in',
  'not-opted-in',
] as const;

/** How an account stands to a Region. */
export type OptInStatus = (typeof OPT_IN_STATUSES)[number];

/** Which Regions each account may use. */
export class RegionAccess {
  readonly #changed = new Map<string, Map<string, OptInStatus>>();

  static create(): RegionAccess {
    return new RegionAccess();
  }

  private constructor() {}

  /** Whether there is such a Region at all. */
  static exists(region: string): boolean {
    return ENABLED_REGIONS.includes(region) || OPT_IN_REGIONS.includes(region);
  }

  /** Every Region with its status for the account. */
  list(account: string): Array<[region: string, status: OptInStatus]> {
    return [...ENABLED_REGIONS, ...OPT_IN_REGIONS].map(region => [
      region,
      this.#statusOf(account, region),
    ]);
  }

  /** Whether the account can be worked with in the Region. */
  isEnabled(account: string, region: string): boolean {
    return (
      RegionAccess.exists(region) &&
      this.#statusOf(account, region) !== 'not-opted-in'
    );
  }

  /** Sets the status of some Regions for an account. */
  set(account: string, statuses: Record<string, OptInStatus>): void {
    const changed = this.#changed.get(account) ?? new Map();
    for (const [region, status] of Object.entries(statuses)) {
      changed.set(region, status);
    }
    this.#changed.set(account, changed);
  }

  /** Gives an account the statuses it started with. */
  reset(account: string): void {
    this.#changed.delete(account);
  }

  #statusOf(account: string, region: string): OptInStatus {
    return (
      this.#changed.get(account)?.get(region) ??
      (ENABLED_REGIONS.includes(region)
        ? 'opt-in-not-required'
        : 'not-opted-in')
    );
  }
}
