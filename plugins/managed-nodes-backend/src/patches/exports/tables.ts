import {
  MissingPatch,
  PatchCompliance,
  PatchCounts,
  PatchPlanPage,
} from '@managed-nodes/plugin-managed-nodes-common';
import { ExportTable } from '../../api/sendTable';
import { AffectedNode } from '../views/AffectedQueries';

/** Compliance of all nodes asked for, or of those with one value of a dimension. */
export type ComplianceRow = PatchCounts & {
  by: string;
  value: string;
  label?: string;
};

/** A plan with the nodes of the caller that it is for. */
export type PlanRow = PatchPlanPage['items'][number];

/** The total and the breakdowns as rows of one table. */
export function complianceRows({
  total,
  breakdowns,
}: PatchCompliance): ComplianceRow[] {
  return [
    { ...total, by: 'total', value: '' },
    ...Object.entries(breakdowns).flatMap(([by, rows]) =>
      rows.map(row => ({ ...row, by })),
    ),
  ];
}

export const complianceTable: ExportTable<ComplianceRow> = {
  name: 'patch-compliance',
  columns: [
    ['by', row => row.by],
    ['value', row => row.value],
    ['label', row => row.label],
    ['nodes', row => row.nodes],
    ['score', row => row.score],
    ['overdue', row => row.standings.overdue],
    ['due', row => row.standings.due],
    ['stale', row => row.standings.stale],
    ['never_reported', row => row.standings['never-reported']],
    ['excepted', row => row.standings.excepted],
    ['compliant', row => row.standings.compliant],
    ['bucket_critical', row => row.buckets.critical],
    ['bucket_security', row => row.buckets.security],
    ['bucket_other', row => row.buckets.other],
    ['bucket_compliant', row => row.buckets.compliant],
  ],
};

export const missingTable: ExportTable<MissingPatch> = {
  name: 'missing-patches',
  columns: [
    ['kb', row => row.kbId],
    ['title', row => row.title],
    ['kind', row => row.kind],
    ['severity', row => row.severity],
    ['classification', row => row.classification],
    ['cves', row => row.cves.join(' ')],
    ['released_at', row => row.releasedAt],
    ['nodes', row => row.nodes],
    ['failed', row => row.failed],
    ['pending_reboot', row => row.pendingReboot],
    ['oldest_at', row => row.oldestAt],
    ['due_at', row => row.dueAt],
  ],
};

export const affectedTable: ExportTable<AffectedNode> = {
  name: 'affected-nodes',
  columns: [
    ['kb', row => row.kbId],
    ['title', row => row.title],
    ['kind', row => row.kind],
    ['severity', row => row.severity],
    ['classification', row => row.classification],
    ['cves', row => row.cves.join(' ')],
    ['state', row => row.state],
    ['first_reported_at', row => row.firstReportedAt],
    ['due_at', row => row.dueAt],
    ['excepted', row => row.excepted],
    ['node', row => row.node],
    ['node_id', row => row.nodeId],
    ['name', row => row.name],
    ['account', row => row.account],
    ['region', row => row.region],
    ['environment', row => row.environment],
    ['owner', row => row.ownerRef],
    ['system', row => row.systemRef],
    ['component', row => row.componentRef],
  ],
};

export const plansTable: ExportTable<PlanRow> = {
  name: 'patch-plans',
  columns: [
    ['name', row => row.name],
    ['kind', row => row.kind],
    ['id', row => row.awsId],
    ['operation', row => row.operation],
    ['next_run_at', row => row.nextRunAt],
    ['schedule', row => row.schedule],
    ['timezone', row => row.scheduleTimezone],
    ['duration_hours', row => row.durationHours],
    ['cutoff_hours', row => row.cutoffHours],
    ['enabled', row => row.enabled],
    ['reboot', row => row.rebootOption],
    ['targets', row => row.targetsText],
    ['nodes', row => row.nodes],
    ['missing_patches', row => row.missing],
    ['last_run_at', row => row.lastRunAt],
    ['last_status', row => row.lastStatus],
    ['account', row => row.account],
    ['account_name', row => row.accountName],
    ['region', row => row.region],
  ],
};
