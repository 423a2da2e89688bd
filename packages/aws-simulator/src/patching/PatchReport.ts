import { InstancePatchState, PatchComplianceData } from '@aws-sdk/client-ssm';
import { PatchProfile } from '../fleet/types';
import { ReportCounts, ReportHeader } from './generatedReport';
import { CataloguePatch, InstalledPatch, LackingPatch } from './types';

/** A machine's report in full: its counters are counts of its lists. */
export interface PatchReport {
  readonly header: ReportHeader;
  readonly lacking: readonly LackingPatch[];
  /** Updates that are installed and told by name. */
  readonly updates: readonly InstalledPatch[];
  /** Of what came with the machine, how many a baseline approves, and how many not. */
  readonly baseInstalled: number;
  readonly baseOther: number;
  readonly notApplicable: number;
  readonly unreportedNotApplicable: number;
}

/** What a report belongs to. */
export interface ReportOwner {
  readonly id: string;
  readonly patchGroup: string | undefined;
  readonly baselineId: string;
  /** The last install that did not reboot. Epoch milliseconds. */
  readonly noRebootInstallAt?: number;
}

/** The counters of a report. */
export function countReport(report: PatchReport): ReportCounts {
  const counts: ReportCounts = {
    critical: 0,
    security: 0,
    other: 0,
    missing: 0,
    failed: 0,
    pendingReboot: 0,
    rejected: 0,
    installed: report.baseInstalled + report.updates.length,
    installedOther: report.baseOther,
    notApplicable: report.notApplicable,
    unreportedNotApplicable: report.unreportedNotApplicable,
  };
  for (const { patch, state } of report.lacking) {
    counts[patch.kind] += 1;
    switch (state) {
      case 'MISSING':
        counts.missing += 1;
        break;
      case 'FAILED':
        counts.failed += 1;
        break;
      case 'INSTALLED_REJECTED':
        counts.rejected += 1;
        break;
      default:
        counts.pendingReboot += 1;
    }
  }
  return counts;
}

/** How a machine stands by these counters. */
export function profileOf(counts: ReportCounts): PatchProfile {
  if (counts.critical) {
    return 'critical';
  }
  if (counts.security) {
    return 'security';
  }
  return counts.other ? 'other' : 'compliant';
}

/** A report as DescribeInstancePatchStates gives it. */
export function toPatchState(
  owner: ReportOwner,
  header: ReportHeader,
  counts: ReportCounts,
): InstancePatchState {
  return {
    InstanceId: owner.id,
    PatchGroup: owner.patchGroup ?? '',
    BaselineId: owner.baselineId,
    SnapshotId: header.snapshotId,
    OperationStartTime: new Date(header.startedAt),
    OperationEndTime: new Date(header.endedAt),
    Operation: header.operation,
    RebootOption: header.rebootOption,
    LastNoRebootInstallOperationTime:
      owner.noRebootInstallAt === undefined
        ? undefined
        : new Date(owner.noRebootInstallAt),
    InstalledCount: counts.installed,
    InstalledOtherCount: counts.installedOther,
    InstalledPendingRebootCount: counts.pendingReboot,
    InstalledRejectedCount: counts.rejected,
    MissingCount: counts.missing,
    FailedCount: counts.failed,
    UnreportedNotApplicableCount: counts.unreportedNotApplicable,
    NotApplicableCount: counts.notApplicable,
    CriticalNonCompliantCount: counts.critical,
    SecurityNonCompliantCount: counts.security,
    OtherNonCompliantCount: counts.other,
  };
}

function toData(
  patch: CataloguePatch,
  state: PatchComplianceData['State'],
  installedAt: number | undefined,
): PatchComplianceData {
  return {
    Title: patch.title,
    KBId: patch.kbId,
    Classification: patch.classification,
    Severity: patch.severity,
    State: state,
    // SSM gives the epoch for what is not installed.
    InstalledTime: new Date(installedAt ?? 0),
    ...(patch.cves.length > 0 && { CVEIds: patch.cves.join(',') }),
  };
}

/**
 * A report as DescribeInstancePatches lists it. Patches that do not apply are
 * not listed.
 *
 * @param base - what came with machines of this product
 * @param registeredAt - when this came with the machine, epoch milliseconds
 */
export function toPatchList(
  report: PatchReport,
  base: readonly CataloguePatch[],
  registeredAt: number,
): PatchComplianceData[] {
  const { baseInstalled, baseOther } = report;
  return [
    ...report.lacking.map(({ patch, state, installedAt }) =>
      toData(patch, state, installedAt),
    ),
    ...report.updates.map(({ patch, installedAt }) =>
      toData(patch, 'INSTALLED', installedAt),
    ),
    ...base
      .slice(0, baseInstalled)
      .map(patch => toData(patch, 'INSTALLED', registeredAt)),
    ...base
      .slice(baseInstalled, baseInstalled + baseOther)
      .map(patch => toData(patch, 'INSTALLED_OTHER', registeredAt)),
  ];
}
