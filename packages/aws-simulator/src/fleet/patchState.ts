import { InstancePatchState } from '@aws-sdk/client-ssm';
import { Random } from '../model/random';
import { lastBeat } from './state';
import { tagValue } from './tags';
import { PatchProfile, SimulatedNode } from './types';

const DAY = 86_400_000;

/** Noncompliant patches per severity, for each way a node's patches may stand. */
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
 * The node's patch report, made from its seed when asked for: of a large
 * fleet most are never looked at. Undefined when it was never scanned.
 */
export function patchStateOf(
  node: SimulatedNode,
  now: number,
): InstancePatchState | undefined {
  if (node.patchProfile === 'never') {
    return undefined;
  }
  const random = Random.create(node.seed, 'patches');
  const { critical, security, other } = noncompliant(node.patchProfile, random);
  const total = critical + security + other;
  const failed = random.int(0, Math.min(2, total));
  const pendingReboot = random.int(0, Math.min(3, total - failed));
  const rejected = random.chance(0.05)
    ? Math.min(1, total - failed - pendingReboot)
    : 0;
  const windows = node.platform.type === 'Windows';
  const install = random.chance(0.25);
  const end = lastScanAt(node, now, random);
  return {
    InstanceId: node.id,
    PatchGroup: tagValue(node.tags, 'Stage') ?? '',
    BaselineId: node.platform.baselineId,
    SnapshotId: random.uuid(),
    OperationStartTime: new Date(end - random.int(40, 600) * 1000),
    OperationEndTime: new Date(end),
    Operation: install ? 'Install' : 'Scan',
    ...(install && { RebootOption: 'RebootIfNeeded' }),
    InstalledCount: windows ? random.int(6, 40) : random.int(80, 320),
    InstalledOtherCount: windows ? random.int(2, 20) : random.int(150, 600),
    InstalledPendingRebootCount: pendingReboot,
    InstalledRejectedCount: rejected,
    MissingCount: total - failed - pendingReboot - rejected,
    FailedCount: failed,
    UnreportedNotApplicableCount: windows ? random.int(0, 400) : 0,
    NotApplicableCount: windows ? random.int(200, 900) : random.int(20, 200),
    CriticalNonCompliantCount: critical,
    SecurityNonCompliantCount: security,
    OtherNonCompliantCount: other,
  };
}
