import {
  PatchAge,
  patchAgeSchema,
  PatchBucket,
  patchBucketSchema,
  PatchCounts,
  PatchReason,
  patchReasonSchema,
  PatchStanding,
  patchStandingSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { StandingClock } from '../../nodes/filters';
import { ageSql, readReasons, standingSql } from '../../nodes/standing';

const BUCKETS = patchBucketSchema.options;
const STANDINGS = patchStandingSchema.options;
const AGES = patchAgeSchema.options;
const REASONS = patchReasonSchema.options;

const CELLS = BUCKETS.length * STANDINGS.length;

/** Buckets of nodes that lack patches. */
const LACKING = "('critical', 'security', 'other')";

/**
 * Noncompliant nodes whose patches were not read yet. To the letter what the
 * partial index says.
 */
export const UNREAD = `nodes.patch_bucket IN ${LACKING} AND nodes.patch_due_at IS NULL AND NOT nodes.patch_excepted`;

/** How many nodes there are of a bucket and standing. */
export interface Cell {
  cell: number;
  nodes: number;
}

/** The place of a text among a few. Numbers are grouped several times faster than text. */
function codeSql(knex: Knex, text: Knex.Raw, words: readonly string[]) {
  return knex.raw(
    `CASE ? ${words.map((_, code) => `WHEN ? THEN ${code}`).join(' ')} END`,
    [text, ...words],
  );
}

/** Bucket and standing of a node as one number. */
export function cellSql(knex: Knex, clock: StandingClock): Knex.Raw {
  return knex.raw(`(?) * ${STANDINGS.length} + (?)`, [
    codeSql(knex, knex.raw('nodes.patch_bucket'), BUCKETS),
    codeSql(knex, standingSql(knex, clock, clock.now), STANDINGS),
  ]);
}

/** The same with age, reasons and whether its patches were read: all that totals tell apart. */
export function detailSql(knex: Knex, clock: StandingClock): Knex.Raw {
  return knex.raw(
    `? + ${CELLS} * (CASE WHEN ${UNREAD} THEN 1 ELSE 0 END + 2 * ((?) + ${AGES.length} * nodes.patch_reasons))`,
    [cellSql(knex, clock), codeSql(knex, ageSql(knex, clock.now), AGES)],
  );
}

/** The date a node is due by, where it is not past. */
export function dueSql(knex: Knex, clock: StandingClock): Knex.Raw {
  return knex.raw(
    `CASE WHEN nodes.patch_bucket IN ${LACKING} AND nodes.patch_due_at > ? THEN nodes.patch_due_at END`,
    [clock.now],
  );
}

function zero<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map(key => [key, 0])) as Record<K, number>;
}

/** How nodes stand, from counts by bucket and by standing that add up to the same. */
export function toCounts(
  buckets: Record<PatchBucket, number>,
  standings: Record<PatchStanding, number>,
): PatchCounts {
  const nodes = STANDINGS.reduce((sum, name) => sum + standings[name], 0);
  const kept = standings.compliant + standings.excepted + standings.due;
  return { nodes, buckets, standings, score: nodes ? kept / nodes : null };
}

/** How the nodes of some cells stand. */
export function countsOf(cells: Cell[]): PatchCounts {
  const buckets = zero(BUCKETS);
  const standings = zero(STANDINGS);
  for (const { cell, nodes } of cells) {
    const code = cell % CELLS;
    buckets[BUCKETS[Math.floor(code / STANDINGS.length)]] += nodes;
    standings[STANDINGS[code % STANDINGS.length]] += nodes;
  }
  return toCounts(buckets, standings);
}

/** What detailed cells tell besides. */
export function detailsOf(cells: Cell[]): {
  reasons: Record<PatchReason, number>;
  ages: Record<PatchAge, number>;
  unread: number;
} {
  const reasons = zero(REASONS);
  const ages = zero(AGES);
  let unread = 0;
  for (const { cell, nodes } of cells) {
    const detail = Math.floor(cell / CELLS);
    unread += (detail % 2) * nodes;
    const told = Math.floor(detail / 2);
    ages[AGES[told % AGES.length]] += nodes;
    for (const reason of readReasons(Math.floor(told / AGES.length))) {
      reasons[reason] += nodes;
    }
  }
  return { reasons, ages, unread };
}
