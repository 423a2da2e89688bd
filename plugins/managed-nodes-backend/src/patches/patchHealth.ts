import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { PlanProblem, PlanReadRow } from '../plans/rows';

type Warning = TargetHealth['warnings'][number];

/** Denials name what is to be granted. */
const IAM_ACTION = /\b(ssm:[A-Z]\w+|sts:AssumeRole)\b/;

/**
 * What could not be read of the patches of each target, and of what patches
 * its nodes by itself.
 *
 * @returns by `<account>/<region>`
 */
export async function readPatchWarnings(
  knex: Knex,
): Promise<Map<string, Warning[]>> {
  const warnings = new Map<string, Warning[]>();
  const add = (
    { account, region }: { account: string; region: string },
    ...more: Warning[]
  ) => {
    const key = `${account}/${region}`;
    warnings.set(key, [...(warnings.get(key) ?? []), ...more]);
  };
  const details: Array<{
    account: string;
    region: string;
    nodes: number | string;
    problem: string;
  }> = await knex('node_patch_reads')
    .join('nodes', 'nodes.id', 'node_patch_reads.node_id')
    .whereNotNull('node_patch_reads.problem')
    .whereRaw("nodes.status <> 'left'")
    .groupBy('nodes.account', 'nodes.region')
    .select('nodes.account', 'nodes.region')
    .count({ nodes: '*' })
    .min({ problem: 'node_patch_reads.problem' });
  for (const row of details) {
    const nodes = Number(row.nodes);
    add(row, {
      part: 'missing-patches',
      code: 'PatchesUnread',
      message: `Of ${nodes} ${nodes === 1 ? 'node' : 'nodes'}: ${row.problem}`,
      missingIamAction: IAM_ACTION.exec(row.problem)?.[1] ?? null,
    });
  }
  const plans: PlanReadRow[] = await knex('patch_plan_reads')
    .whereNotNull('problem')
    .select();
  for (const row of plans) {
    add(row, ...(JSON.parse(row.problem!) as PlanProblem[]));
  }
  return warnings;
}
