import {
  PatchBaseline,
  PatchPlan,
  PendingApproval,
} from '@managed-nodes/plugin-managed-nodes-common';
import { consoleHost, PresentationContext } from '../nodes/present';
import { TargetKey } from '../nodes/types';
import {
  ApprovalRow,
  BaselineRow,
  PlanPart,
  PlanProblem,
  PlanReadRow,
  PlanRow,
} from './rows';
import { BaselineObservation } from './types';

type Context = Pick<PresentationContext, 'partition' | 'accountNames'>;

const PARTS: Record<PlanPart, string> = {
  windows: 'Maintenance windows',
  associations: 'State Manager associations',
  baselines: 'Patch baselines',
  approvals: 'Pending approvals',
};

/** A stored time as the API writes it. */
export function time(value: number | string | null): string | null {
  return value === null ? null : new Date(Number(value)).toISOString();
}

function consoleUrl(
  context: Context,
  region: string,
  path: string,
  id: string,
): string {
  return `https://${region}.${consoleHost(
    context.partition,
  )}/systems-manager/${path.replace(
    '{id}',
    encodeURIComponent(id),
  )}?region=${region}`;
}

/** Turns a row into the plan of the API. */
export function toPatchPlan(row: PlanRow, context: Context): PatchPlan {
  return {
    id: row.id,
    kind: row.kind,
    awsId: row.aws_id,
    name: row.name,
    account: row.account,
    accountName: context.accountNames.get(row.account) ?? null,
    region: row.region,
    operation: row.operation,
    rebootOption: row.reboot_option,
    schedule: row.schedule,
    scheduleTimezone: row.schedule_timezone,
    nextRunAt: time(row.next_run_at),
    durationHours: row.duration_hours,
    cutoffHours: row.cutoff_hours,
    enabled: Boolean(row.enabled),
    targetsText: row.targets_text,
    targetsKnown: Boolean(row.targets_known),
    lastRunAt: time(row.last_run_at),
    lastStatus: row.last_status,
    consoleUrl: consoleUrl(
      context,
      row.region,
      row.kind === 'association'
        ? 'state-manager/{id}/description'
        : 'maintenance-windows/{id}/description',
      row.aws_id,
    ),
  };
}

/** Turns a row into the baseline of the API. */
export function toPatchBaseline(
  row: BaselineRow,
  context: Context,
): PatchBaseline {
  const details: BaselineObservation['details'] = JSON.parse(row.details);
  return {
    id: row.id,
    name: row.name,
    ...details,
    consoleUrl: consoleUrl(
      context,
      row.region,
      'patch-manager/baselines/{id}',
      row.id,
    ),
  };
}

/** Turns a row into the pending approval of the API. */
export function toPendingApproval(
  row: Omit<ApprovalRow, 'baseline_id' | keyof TargetKey> & {
    baseline_name: string;
    baselines: number | string;
    nodes: number | string;
  },
): PendingApproval {
  return {
    kbId: row.kb_id,
    title: row.title,
    kind: row.kind,
    severity: row.severity,
    cves: JSON.parse(row.cves),
    releasedAt: time(row.released_at),
    approvedAt: time(row.approved_at)!,
    baselineName: row.baseline_name,
    baselines: Number(row.baselines),
    nodes: Number(row.nodes),
  };
}

/** When the plans of a target were read: the kind that was read longest ago. */
export function readAtOf(row: PlanReadRow): number | null {
  const times = [row.windows_read_at, row.associations_read_at].flatMap(value =>
    value === null ? [] : Number(value),
  );
  return times.length ? Math.min(...times) : null;
}

/** What could not be read of a target, in words for those who look at plans. */
export function problemsOf(
  row: PlanReadRow,
): Array<{ account: string; region: string; message: string }> {
  const problems: PlanProblem[] = row.problem ? JSON.parse(row.problem) : [];
  return problems.map(({ part, message, missingIamAction }) => {
    const since = time(row[`${part}_read_at`]);
    const known = since
      ? `What is shown is of ${since}.`
      : 'None of them are known.';
    const why = missingIamAction
      ? `the role may not ${missingIamAction}`
      : message;
    return {
      account: row.account,
      region: row.region,
      message: `${PARTS[part]} could not be read: ${why}. ${known}`,
    };
  });
}
