import { PatchPlan } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { TargetKey } from '../nodes/types';
import {
  ApprovalRow,
  BaselineRow,
  digestOf,
  PlanPart,
  PlanProblem,
  PlanReadRow,
  toPlanRow,
  toTargetRows,
} from './rows';
import {
  ApprovalObservation,
  BaselineObservation,
  PlanObservation,
} from './types';
import { baselineOfNode } from './planSql';

/** Rows per statement, as SQLite takes them. */
const CHUNK = 500;

/** Tables with rows of a target. */
const TABLES = ['patch_plans', 'patch_baselines', 'pending_approvals'];

async function insert(
  trx: Knex,
  table: string,
  rows: object[],
  key?: string[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK) {
    const statement = trx(table).insert(rows.slice(start, start + CHUNK));
    await (key ? statement.onConflict(key).merge() : statement);
  }
}

/** Keeps what was read of the plans to patch in each target. */
export class PlanStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): PlanStore {
    return new PlanStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Notes that a read of a target starts. */
  async begin({ account, region }: TargetKey, now: number): Promise<void> {
    await this.#knex('patch_plan_reads')
      .insert({ account, region, started_at: now })
      .onConflict(['account', 'region'])
      .merge();
  }

  /** Notes how it ended: which parts were read to their end, and which not. */
  async finish(
    { account, region }: TargetKey,
    read: PlanPart[],
    problems: PlanProblem[],
    now: number,
  ): Promise<void> {
    await this.#knex('patch_plan_reads')
      .where({ account, region })
      .update({
        ended_at: now,
        problem: problems.length ? JSON.stringify(problems) : null,
        ...Object.fromEntries(read.map(part => [`${part}_read_at`, now])),
      });
  }

  /** How the reads of all targets went. */
  async reads(): Promise<PlanReadRow[]> {
    return this.#knex<PlanReadRow>('patch_plan_reads').select();
  }

  /** Takes a complete list of the plans of a kind in place of what was known of them. */
  async replacePlans(
    target: TargetKey,
    kind: PatchPlan['kind'],
    plans: PlanObservation[],
  ): Promise<void> {
    const { account, region } = target;
    // A listing may show something twice that moved from page to page.
    const rows = new Map(
      plans.map(plan => {
        const row = toPlanRow(target, plan);
        return [row.id, { row, targets: toTargetRows(target, plan) }];
      }),
    );
    const all = [...rows.values()];
    await this.#knex.transaction(async trx => {
      const known = trx('patch_plans').where({ account, region, kind });
      await trx('patch_plan_targets')
        .whereIn('plan_id', known.clone().select('id'))
        .delete();
      await known.clone().delete();
      await insert(
        trx,
        'patch_plans',
        all.map(({ row }) => row),
        ['id'],
      );
      await insert(
        trx,
        'patch_plan_targets',
        all.flatMap(({ targets }) => targets),
      );
    });
  }

  /** Takes a complete list of the baselines in place of what was known of them. */
  async replaceBaselines(
    { account, region }: TargetKey,
    baselines: BaselineObservation[],
  ): Promise<void> {
    const rows: BaselineRow[] = baselines.map(({ id, name, details }) => ({
      account,
      region,
      id,
      name,
      details: JSON.stringify(details),
    }));
    await this.#knex.transaction(async trx => {
      await trx('patch_baselines').where({ account, region }).delete();
      await insert(trx, 'patch_baselines', rows, ['account', 'region', 'id']);
    });
  }

  /** Takes a complete list of what is to be approved in place of what was known of it. */
  async replaceApprovals(
    { account, region }: TargetKey,
    approvals: ApprovalObservation[],
  ): Promise<void> {
    const rows = new Map(
      approvals.map(approval => {
        const row: ApprovalRow = {
          account,
          region,
          baseline_id: approval.baselineId,
          kb_id: approval.kbId,
          title: approval.title,
          digest: digestOf(approval),
          kind: approval.kind,
          severity: approval.severity,
          cves: JSON.stringify(approval.cves),
          released_at: approval.releasedAt,
          approved_at: approval.approvedAt,
        };
        return [`${row.baseline_id} ${row.digest}`, row];
      }),
    );
    await this.#knex.transaction(async trx => {
      await trx('pending_approvals').where({ account, region }).delete();
      await insert(
        trx,
        'pending_approvals',
        [...rows.values()],
        ['account', 'region', 'baseline_id', 'digest'],
      );
    });
  }

  /** The baselines that the nodes of a target were measured by, as their reports name them. */
  async referredBaselines({ account, region }: TargetKey): Promise<string[]> {
    const expression = baselineOfNode(this.#knex);
    const rows: Array<{ baseline: string | null }> = await this.#knex('nodes')
      .where({ account, region })
      .whereRaw("nodes.status <> 'left'")
      .select(this.#knex.raw('? AS baseline', [expression]))
      .groupBy(expression);
    return rows.flatMap(({ baseline }) => baseline ?? []);
  }

  /** Forgets targets that nobody has read since then, as they are none any more. */
  async forget(before: number): Promise<void> {
    const gone: TargetKey[] = await this.#knex('patch_plan_reads')
      .where('started_at', '<', before)
      .select('account', 'region');
    for (const { account, region } of gone) {
      await this.#knex.transaction(async trx => {
        await trx('patch_plan_targets')
          .whereIn(
            'plan_id',
            trx('patch_plans').where({ account, region }).select('id'),
          )
          .delete();
        for (const table of [...TABLES, 'patch_plan_reads']) {
          await trx(table).where({ account, region }).delete();
        }
      });
    }
  }
}
