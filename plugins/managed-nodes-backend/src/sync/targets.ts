import { createHash } from 'node:crypto';
import { ManagedNodesConfig } from '../config';
import { TargetKey } from '../nodes/types';

/** One (account, Region) to keep in sync. */
export interface SyncTarget extends TargetKey {
  accountName: string;
  accountTags: Record<string, string>;
}

/** The targets that config names. */
export function readTargets(
  targets: ManagedNodesConfig['targets'],
): SyncTarget[] {
  return targets.accounts.flatMap(account =>
    (account.regions ?? targets.regions ?? []).map(region => ({
      account: account.id,
      region,
      accountName: account.name ?? account.id,
      accountTags: account.tags,
    })),
  );
}

/**
 * Splits targets into parts, the same way on every replica and however the
 * list is ordered.
 */
export function partitionTargets(
  targets: SyncTarget[],
  partitions: number,
): SyncTarget[][] {
  const parts: SyncTarget[][] = Array.from({ length: partitions }, () => []);
  for (const target of targets) {
    const digest = createHash('sha1')
      .update(`${target.account}/${target.region}`)
      .digest();
    parts[digest.readUInt32BE() % partitions].push(target);
  }
  return parts;
}
