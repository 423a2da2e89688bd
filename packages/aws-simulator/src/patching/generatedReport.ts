import { PatchOperationType, RebootOption } from '@aws-sdk/client-ssm';
import { lastBeat } from '../fleet/state';
import { PatchProfile, SimulatedNode } from '../fleet/types';
import { Random } from '../model/random';

const DAY = 86_400_000;

/** When and how patches were looked at. Times are epoch milliseconds. */
export interface ReportHeader {
  readonly operation: PatchOperationType;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly snapshotId: string;
  readonly rebootOption?: RebootOption;
}

/** How many patches of each kind and state a report counts. */
export interface ReportCounts {
  critical: number;
  security: number;
  other: number;
  missing: number;
  failed: number;
  pendingReboot: number;
  rejected: number;
  installed: number;
  installedOther: number;
  notApplicable: number;
  unreportedNotApplicable: number;
}

/** A machine's report as its seed makes it. */
export interface GeneratedReport {
  readonly header: ReportHeader;
  readonly counts: ReportCounts;
}

/** Noncompliant patches per kind, for each way a node's patches may stand. */
function noncompliant(profile: PatchProfile, random: Random) {
  switch (profile) {
    case 'critical':
      return {
        critical: random.int(1, 6),
        security: random.int(0, 12),
        other: random.int(0, 15),
      };
    case 'security':
      return {
        critical: 0,
        security: random.int(1, 14),
        other: random.int(0, 15),
      };
    case 'other':
      return { critical: 0, security: 0, other: random.int(1, 20) };
    default:
      return { critical: 0, security: 0, other: 0 };
  }
}

function lastScanAt(node: SimulatedNode, now: number, random: Random): number {
  // Nodes that are lost were last scanned before; one in eight misses its scans.
  const until = node.lostAt ?? now;
  const daily = lastBeat(until, DAY, node.seed);
  return random.chance(0.12) ? daily - random.int(8, 60) * DAY : daily;
}

/**
 * The report of a machine that nothing has happened to, made from its seed
 * when asked for: of a large fleet most are never looked at.
 *
 * @param rejects - whether the machine's baseline rejects something it may have
 * @param profile - how its patches stand
 */
export function generateReport(
  node: SimulatedNode,
  now: number,
  rejects: boolean,
  profile: PatchProfile = node.patchProfile,
): GeneratedReport {
  const random = Random.create(node.seed, 'patches');
  const { critical, security, other } = noncompliant(profile, random);
  const total = critical + security + other;
  const failed = random.int(0, Math.min(2, total));
  const pendingReboot = random.int(0, Math.min(3, total - failed));
  const rejected =
    random.chance(0.2) && rejects && other > 0
      ? Math.min(1, total - failed - pendingReboot)
      : 0;
  const windows = node.platform.type === 'Windows';
  const install = random.chance(0.25);
  const endedAt = lastScanAt(node, now, random);
  return {
    header: {
      snapshotId: random.uuid(),
      startedAt: endedAt - random.int(40, 600) * 1000,
      endedAt,
      operation: install ? 'Install' : 'Scan',
      ...(install && { rebootOption: 'RebootIfNeeded' }),
    },
    counts: {
      critical,
      security,
      other,
      failed,
      pendingReboot,
      rejected,
      missing: total - failed - pendingReboot - rejected,
      installed: windows ? random.int(6, 40) : random.int(80, 320),
      installedOther: windows ? random.int(2, 20) : random.int(150, 600),
      unreportedNotApplicable: windows ? random.int(0, 400) : 0,
      notApplicable: windows ? random.int(200, 900) : random.int(20, 200),
    },
  };
}
