import { PendingApprovals } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { applyFilter, ResolvedFilter, Visibility } from '../nodes/filters';
import { baselineOfNode } from './planSql';
import { toPendingApproval } from './present';

const MOST = 200;

/**
 * What baselines will approve that measure nodes of the caller, soonest first.
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
  const rows = await knex({ approvals: 'pending_approvals' })
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
    .orderBy([
      'approvals.approved_at',
      'approvals.kb_id',
      'approvals.title',
      'approvals.account',
      'approvals.region',
      'approvals.baseline_id',
    ])
    .limit(MOST)
    .select('approvals.*', 'measured.nodes', {
      baseline_name: 'patch_baselines.name',
    });
  return { items: rows.map(toPendingApproval) };
}
