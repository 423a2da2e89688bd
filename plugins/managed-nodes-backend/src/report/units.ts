import { PatchCounts } from '@managed-nodes/plugin-managed-nodes-common';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { NO_VALUE } from '../nodes/filters';
import { toCounts } from '../patches/views/cells';

/** Counts with what they are of. */
export type CountsOf = PatchCounts & { value: string };

function add<K extends string>(
  a: Record<K, number>,
  b: Record<K, number>,
): Record<K, number> {
  return Object.fromEntries(
    Object.keys(a).map(key => [key, a[key as K] + b[key as K]]),
  ) as Record<K, number>;
}

/** The unit that an account is in, e.g. `Workloads / Prod`. */
export function unitOf(
  account: string,
  directory: Pick<AccountDirectory, 'get'>,
): string {
  return directory.get(account)?.units.join(' / ') || NO_VALUE;
}

/**
 * Adds counts of accounts up by organizational unit, e.g. `Workloads / Prod`.
 *
 * @returns undefined where no account is in one: nobody asked the organization.
 */
export function byUnit(
  accounts: CountsOf[],
  directory: Pick<AccountDirectory, 'get' | 'all'>,
): CountsOf[] | undefined {
  if (directory.all().every(({ units }) => units.length === 0)) {
    return undefined;
  }
  const sums = new Map<string, CountsOf>();
  for (const counts of accounts) {
    const value = unitOf(counts.value, directory);
    const before = sums.get(value);
    const sum = before
      ? toCounts(
          add(before.buckets, counts.buckets),
          add(before.standings, counts.standings),
        )
      : counts;
    sums.set(value, { ...sum, value });
  }
  return [...sums.values()];
}
