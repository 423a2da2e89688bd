import {
  PatchAge,
  PatchBucket,
  PatchReason,
  PatchStanding,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';

const DAY = 86_400_000;

/** Bits of `patch_reasons`. */
const REASON_BITS: Record<PatchReason, number> = {
  missing: 1,
  failed: 2,
  'pending-reboot': 4,
  rejected: 8,
};

const REASONS = Object.keys(REASON_BITS) as PatchReason[];

/** What makes a report noncompliant, in counters of the report. */
export interface LackingCounts {
  missing: number;
  failed: number;
  installedPendingReboot: number;
  installedRejected: number;
}

/** Why a report is noncompliant. */
export function reasonsOf(patch: LackingCounts): PatchReason[] {
  return [
    ...(patch.missing ? ['missing' as const] : []),
    ...(patch.failed ? ['failed' as const] : []),
    ...(patch.installedPendingReboot ? ['pending-reboot' as const] : []),
    ...(patch.installedRejected ? ['rejected' as const] : []),
  ];
}

/** How many patches make it so. */
export function lackingOf(patch: LackingCounts): number {
  return (
    patch.missing +
    patch.failed +
    patch.installedPendingReboot +
    patch.installedRejected
  );
}

/** Reasons as a bit mask. */
export function reasonBits(reasons: PatchReason[]): number {
  return reasons.reduce((bits, reason) => bits + REASON_BITS[reason], 0);
}

/** The part of the patch policy that tells how a node stands. */
export interface StandingPolicy {
  /** A report older than this many milliseconds is stale. */
  staleAfterMs: number;
}

/** The columns of `nodes` that tell how it stands. */
export interface StandingColumns {
  patch_bucket: PatchBucket;
  patch_operation_at: number | string | null;
  patch_due_at: number | string | null;
  patch_excepted: boolean | number;
}

/** How a node stands with the policy. The same as {@link standingSql}. */
export function standingOf(
  row: StandingColumns,
  policy: StandingPolicy,
  now: number,
): PatchStanding {
  if (row.patch_bucket === 'never-reported') {
    return 'never-reported';
  }
  const lacking = row.patch_bucket !== 'compliant';
  const { patch_due_at: due, patch_operation_at: at } = row;
  if (lacking && due !== null && Number(due) <= now) {
    return 'overdue';
  }
  if (Number(at ?? 0) < now - policy.staleAfterMs) {
    return 'stale';
  }
  if (!lacking) {
    return 'compliant';
  }
  return row.patch_excepted ? 'excepted' : 'due';
}

/** The standing as an expression over `nodes`. The same as {@link standingOf}. */
export function standingSql(
  knex: Knex,
  policy: StandingPolicy,
  now: number,
): Knex.Raw {
  return knex.raw(
    `CASE WHEN nodes.patch_bucket = 'never-reported' THEN 'never-reported' WHEN nodes.patch_bucket <> 'compliant' AND nodes.patch_due_at <= ? THEN 'overdue' WHEN COALESCE(nodes.patch_operation_at, 0) < ? THEN 'stale' WHEN nodes.patch_bucket = 'compliant' THEN 'compliant' WHEN nodes.patch_excepted THEN 'excepted' ELSE 'due' END`,
    [now, now - policy.staleAfterMs],
  );
}

/** The age class of the last report as an expression over `nodes`. */
export function ageSql(knex: Knex, now: number): Knex.Raw {
  return knex.raw(
    `CASE WHEN nodes.patch_operation_at IS NULL THEN 'never' WHEN nodes.patch_operation_at >= ? THEN '7d' WHEN nodes.patch_operation_at >= ? THEN '30d' ELSE 'older' END`,
    [now - 7 * DAY, now - 30 * DAY],
  );
}

function whereOneOf(
  query: Knex.QueryBuilder,
  expression: Knex.Raw,
  values: string[],
): void {
  query.whereRaw(`? IN (${values.map(() => '?')})`, [expression, ...values]);
}

/** Narrows a query over `nodes` to some standings. */
export function whereStanding(
  knex: Knex,
  query: Knex.QueryBuilder,
  standings: PatchStanding[] | undefined,
  policy: StandingPolicy,
  now: number,
): void {
  if (standings?.length) {
    whereOneOf(query, standingSql(knex, policy, now), standings);
  }
}

/** Narrows a query over `nodes` to some ages of the last report. */
export function whereAge(
  knex: Knex,
  query: Knex.QueryBuilder,
  ages: PatchAge[] | undefined,
  now: number,
): void {
  if (ages?.length) {
    whereOneOf(query, ageSql(knex, now), ages);
  }
}

/** Narrows a query over `nodes` to those noncompliant for any of some reasons. */
export function whereReason(
  query: Knex.QueryBuilder,
  reasons: PatchReason[] | undefined,
): void {
  if (reasons?.length) {
    query.whereRaw('(nodes.patch_reasons & ?) <> 0', [reasonBits(reasons)]);
  }
}

/** Reads a bit mask of reasons. */
export function readReasons(bits: number): PatchReason[] {
  // eslint-disable-next-line no-bitwise -- this is what a bit mask is for
  return REASONS.filter(reason => bits & REASON_BITS[reason]);
}
