import { createHash } from 'node:crypto';
import {
  PatchKind,
  PatchPlan,
  SyncProblem,
} from '@managed-nodes/plugin-managed-nodes-common';
import { TargetKey } from '../nodes/types';
import { PatchName, PlanObservation, TargetTerm } from './types';

/** The kinds of things that are read of a target, each on its own. */
export const PLAN_PARTS = [
  'windows',
  'associations',
  'baselines',
  'approvals',
] as const;

/** One of them. */
export type PlanPart = (typeof PLAN_PARTS)[number];

/** Why a part could not be read. */
export type PlanProblem = SyncProblem & { part: PlanPart };

type Time = number | string | null;

/** A row of `patch_plan_reads`. */
export interface PlanReadRow extends TargetKey {
  started_at: number | string;
  ended_at: Time;
  windows_read_at: Time;
  associations_read_at: Time;
  baselines_read_at: Time;
  approvals_read_at: Time;
  problem: string | null;
}

/** A row of `patch_plans`. */
export interface PlanRow extends TargetKey {
  id: string;
  kind: PatchPlan['kind'];
  aws_id: string;
  name: string;
  operation: PatchPlan['operation'];
  reboot_option: PatchPlan['rebootOption'];
  schedule: string | null;
  schedule_timezone: string | null;
  schedule_offset: number | null;
  next_run_at: Time;
  ends_at: Time;
  duration_hours: number | null;
  cutoff_hours: number | null;
  enabled: boolean | number;
  targets_text: string;
  targets_known: boolean | number;
  last_run_at: Time;
  last_status: string | null;
}

/** A row of `patch_plan_targets`. */
export interface PlanTargetRow extends TargetKey {
  plan_id: string;
  kind: TargetTerm['kind'];
  tag_key: string | null;
  value: string | null;
  others: string | null;
}

/** A row of `patch_baselines`. */
export interface BaselineRow extends TargetKey {
  id: string;
  name: string;
  details: string;
}

/** A row of `pending_approvals`. */
export interface ApprovalRow extends TargetKey {
  baseline_id: string;
  kb_id: string;
  title: string;
  digest: string;
  kind: PatchKind;
  severity: string | null;
  cves: string;
  released_at: Time;
  approved_at: number | string;
}

/** The id of a plan: the same for as long as AWS has the same ids. */
export function planId(
  target: TargetKey,
  plan: Pick<PlanObservation, 'kind' | 'awsId' | 'taskId'>,
): string {
  return createHash('sha1')
    .update(
      JSON.stringify([
        target.account,
        target.region,
        plan.kind,
        plan.awsId,
        plan.taskId,
      ]),
    )
    .digest('hex');
}

/** Tells patches apart, as the digest of `patches` does. */
export function digestOf({ kbId, title }: PatchName): string {
  return createHash('sha1').update(`${kbId}\n${title}`).digest('hex');
}

/** Lays a plan out in columns. */
export function toPlanRow(target: TargetKey, plan: PlanObservation): PlanRow {
  return {
    id: planId(target, plan),
    account: target.account,
    region: target.region,
    kind: plan.kind,
    aws_id: plan.awsId,
    name: plan.name,
    operation: plan.operation,
    reboot_option: plan.rebootOption,
    schedule: plan.schedule,
    schedule_timezone: plan.scheduleTimezone,
    schedule_offset: plan.scheduleOffset,
    next_run_at: plan.nextRunAt,
    ends_at: plan.endsAt,
    duration_hours: plan.durationHours,
    cutoff_hours: plan.cutoffHours,
    enabled: plan.enabled,
    targets_text: plan.targets.text,
    targets_known: plan.targets.known,
    last_run_at: plan.lastRunAt,
    last_status: plan.lastStatus,
  };
}

function valuesOf(
  term: TargetTerm,
): Array<Pick<PlanTargetRow, 'tag_key' | 'value'>> {
  switch (term.kind) {
    case 'all':
      return [{ tag_key: null, value: null }];
    case 'node':
      return term.values.map(value => ({ tag_key: null, value }));
    default:
      return (term.values ?? [null]).map(value => ({
        tag_key: term.key,
        value,
      }));
  }
}

/** A condition in `others`, as `planSql.ts` reads it. */
type OtherCondition =
  | { nodes: string[] }
  | { tag: string; values: string[] | null };

/** The terms beside the one that has rows. */
function othersOf(terms: TargetTerm[]): string | null {
  const others: OtherCondition[] = [];
  for (const term of terms) {
    if (term.kind === 'node') {
      others.push({ nodes: term.values });
    } else if (term.kind === 'tag') {
      others.push({ tag: term.key, values: term.values });
    }
  }
  return others.length ? JSON.stringify(others) : null;
}

/**
 * Lays out whom a plan is for: of each alternative, a row for each value of
 * its most narrow term.
 */
export function toTargetRows(
  { account, region }: TargetKey,
  plan: PlanObservation,
): PlanTargetRow[] {
  const id = planId({ account, region }, plan);
  return plan.targets.alternatives.flatMap(terms => {
    const [narrowest, ...rest] = [...terms].sort(
      (a, b) =>
        Number(a.kind === 'all') - Number(b.kind === 'all') ||
        valuesOf(a).length - valuesOf(b).length,
    );
    return valuesOf(narrowest).map(columns => ({
      ...columns,
      plan_id: id,
      account,
      region,
      kind: narrowest.kind,
      others: othersOf(rest),
    }));
  });
}
