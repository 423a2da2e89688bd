import { PendingApprovals } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { applyFilter, ResolvedFilter, Visibility } from '../nodes/filters';
import { baselineOfNode } from './planSql';
import { toPendingApproval } from './present';

const MOST = 200;

const NAME = 'COALESCE(patch_baselines.name, approvals.baseline_id)';

/**
 * What baselines will approve that measure nodes of the caller, soonest first,
 * each patch once for each time of approval, however many baselines it is in.
 * What should have been approved by now is left out: the next read tells.
 */
export async function readPendingApprovals(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  now: number,
): Promise<PendingApprovals> {
  const measured: Knex.QueryBuilder = knex
    .from(
      knex('pending_approvals')
        .distinct('account', 'region', 'baseline_id')
        .where('approved_at', '>', now)
        .as('waiting'),
    )
    .join('nodes', join =>
      join
        .on('nodes.account', 'waiting.account')
        .andOn('nodes.region', 'waiting.region')
        .andOn('waiting.baseline_id', baselineOfNode(knex)),
    )
    .groupBy('waiting.account', 'waiting.region', 'waiting.baseline_id')
    .select('waiting.account', 'waiting.region', 'waiting.baseline_id')
    .count({ nodes: '*' });
  applyFilter(knex, measured, filter, visibility);
  const rows: Parameters<typeof toPendingApproval>[0][] = await knex({
    approvals: 'pending_approvals',
  })
    .withMaterialized('measured', measured)
    .join('measured', join =>
      join
        .on('measured.account', 'approvals.account')
        .andOn('measured.region', 'approvals.region')
        .andOn('measured.baseline_id', 'approvals.baseline_id'),
    )
    .leftJoin('patch_baselines', join =>
      join
        .on('patch_baselines.account', 'approvals.account')
        .andOn('patch_baselines.region', 'approvals.region')
        .andOn('patch_baselines.id', 'approvals.baseline_id'),
    )
    .where('approvals.approved_at', '>', now)
    .groupBy('approvals.approved_at', 'approvals.digest')
    .orderBy([
      'approvals.approved_at',
      { column: 'kb_id' },
      { column: 'title' },
      'approvals.digest',
    ])
    .limit(MOST)
    .select('approvals.approved_at', 'approvals.digest', {
      nodes: knex.raw('SUM(measured.nodes)'),
      baselines: knex.raw(`COUNT(DISTINCT ${NAME})`),
      baseline_name: knex.raw(`MIN(${NAME})`),
    })
    .min({
      // Of the same patch these differ nowhere.
      kb_id: 'approvals.kb_id',
      title: 'approvals.title',
      kind: 'approvals.kind',
      severity: 'approvals.severity',
      cves: 'approvals.cves',
      released_at: 'approvals.released_at',
    });
  return { items: rows.map(toPendingApproval) };
}
