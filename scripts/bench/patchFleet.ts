import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { patchKind } from '../../plugins/managed-nodes-backend/src/nodes/patchKind';
import { NO_PATCH_REPORT } from '../../plugins/managed-nodes-backend/src/nodes/rows';
import { PatchReport } from '../../plugins/managed-nodes-backend/src/nodes/types';
import { fillStore } from './fleet';

/** Patches there are, and how many a noncompliant node lacks. */
export const PATCHES = 2000;
export const LACKING = 20;

const DAY = 86_400_000;
const KIND_RANK = { critical: 2, security: 1, other: 0 };

/** A number of a node that looks random, 0 to 1008. */
function draw(index: number): number {
  return (index * 7919) % 1009;
}

/** One node of five is noncompliant, one of twenty never reported. */
function reportOf(now: number) {
  return (index: number): PatchReport => {
    const drawn = draw(index);
    if (drawn < 202) {
      const bucket = (['critical', 'security', 'other'] as const)[drawn % 3];
      return {
        ...NO_PATCH_REPORT,
        bucket,
        criticalNonCompliant: bucket === 'critical' ? 2 : 0,
        securityNonCompliant: bucket === 'other' ? 0 : 8,
        otherNonCompliant: bucket === 'other' ? 20 : 10,
        missing: 18,
        failed: 1,
        installedPendingReboot: 1,
        lastOperation: 'Scan',
        lastOperationAt: new Date(now - (index % 20) * DAY).toISOString(),
      };
    }
    return drawn < 252
      ? NO_PATCH_REPORT
      : {
          ...NO_PATCH_REPORT,
          bucket: 'compliant',
          installed: 120,
          lastOperation: 'Scan',
          lastOperationAt: new Date(now - (index % 17) * DAY).toISOString(),
        };
  };
}

function patch(index: number, now: number) {
  const kbId = `KB5${String(index).padStart(6, '0')}`;
  const severity = ['Critical', 'Important', 'Moderate', 'Low'][
    index % 20 ? 1 + (index % 3) : 0
  ];
  const classification = index % 3 ? 'Updates' : 'SecurityUpdates';
  const cves =
    index % 5 ? [] : [`CVE-2026-${10_000 + index}`, `CVE-2025-${index}`];
  const title = `2026-${String(1 + (index % 12)).padStart(
    2,
    '0',
  )} update of package-${index % 150} (${kbId})`;
  const kind = patchKind({ severity, classification, cves });
  return {
    digest: createHash('sha1').update(`${kbId}\n${title}`).digest('hex'),
    kb_id: kbId,
    title,
    classification,
    severity,
    kind,
    kind_rank: KIND_RANK[kind],
    cves: JSON.stringify(cves),
    search_text: `${kbId} ${title} ${cves.join(' ')}`.toLowerCase(),
    released_at: index % 4 ? now - (index % 90) * DAY : null,
  };
}

/**
 * A fleet one fifth of which lacks {@link LACKING} patches each: half of them
 * among the hundred that many lack, half among all others. What the sync
 * writes is written by its code, the patches by SQL.
 */
export async function fillPatches(
  knex: Knex,
  nodes: number,
  now: number,
): Promise<void> {
  await fillStore(knex, nodes, reportOf(now));
  for (let start = 0; start < PATCHES; start += 250) {
    await knex('patches').insert(
      Array.from({ length: 250 }, (_, i) => patch(start + i, now)),
    );
  }
  await knex.raw(
    `INSERT INTO node_patches (node_id, patch_id, state, first_at, due_at)
    WITH RECURSIVE lack (k) AS (
      SELECT 0 UNION ALL SELECT k + 1 FROM lack WHERE k < ${LACKING - 1}
    )
    SELECT lacks.id, patches.id,
      CASE lacks.k WHEN 3 THEN 'FAILED' WHEN 4 THEN 'INSTALLED_PENDING_REBOOT' ELSE 'MISSING' END,
      ${now} - (lacks.id % 40) * CAST(${DAY} AS bigint),
      CASE WHEN lacks.id % 23 > 0 THEN ${now} + (7 + lacks.k - lacks.id % 40) * CAST(${DAY} AS bigint) END
    FROM (
      SELECT nodes.id, lack.k,
        1 + CASE
          WHEN lack.k < 10 THEN (nodes.id * 7 + lack.k * 10) % 100
          ELSE 100 + (nodes.id * 31 + lack.k * 190) % 1900
        END AS patch_id
      FROM nodes CROSS JOIN lack
      WHERE nodes.patch_lacking > 0
    ) lacks JOIN patches ON patches.id = lacks.patch_id
    ORDER BY lacks.id, patches.id`,
  );
  await knex.raw(
    `UPDATE nodes SET
      patch_excepted = (id % 23 = 0),
      patch_due_at = CASE WHEN id % 23 > 0 THEN ${now} + (7 - id % 40) * CAST(${DAY} AS bigint) END
    WHERE patch_lacking > 0`,
  );
  await knex.raw(
    `INSERT INTO node_patch_reads (node_id, operation_at, read_at)
    SELECT id, patch_operation_at, ${now} FROM nodes WHERE patch_lacking > 0`,
  );
}
