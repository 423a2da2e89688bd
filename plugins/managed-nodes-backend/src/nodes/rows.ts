import { createHash } from 'node:crypto';
import {
  AlarmState,
  ManagedNode,
  MonitoringState,
  NodeStatus,
  PatchBucket,
} from '@managed-nodes/plugin-managed-nodes-common';
import { lackingOf, reasonBits, reasonsOf } from './standing';
import {
  CompleteObservation,
  NodeObservation,
  Ownership,
  PatchReport,
  TargetKey,
} from './types';

/** A row of the `nodes` table as the database returns it. */
export interface NodeRow {
  id: number;
  name: string;
  node_id: string;
  account: string;
  region: string;
  title: string;
  sort_title: string;
  environment: ManagedNode['environment'];
  resource_type: ManagedNode['resourceType'];
  status: NodeStatus;
  platform_type: ManagedNode['platformType'];
  platform_name: string | null;
  platform_version: string | null;
  agent_version: string | null;
  agent_version_sort: string | null;
  agent_outdated: boolean | number;
  owner_ref: string;
  claimed: boolean | number;
  system_ref: string | null;
  component_ref: string | null;
  patch_bucket: PatchBucket;
  patch_rank: number | string;
  patch_reasons: number;
  patch_lacking: number;
  patch_operation_at: number | string | null;
  patch_due_at: number | string | null;
  patch_excepted: boolean | number;
  monitoring: MonitoringState;
  alarm: AlarmState;
  tags: string | Record<string, string>;
  details: string;
  search_text: string;
  identity_hash: string;
  state_hash: string;
  first_seen_at: number | string;
  missing_listings: number;
  missing_since: number | string | null;
  left_at: number | string | null;
}

/** A node with its row of `node_beats`: what every listing changes. */
export interface SeenNodeRow extends NodeRow {
  last_seen_at: number | string;
  last_ping_at: number | string | null;
  seen_generation: number;
}

/** What is shown of a node but never queried. */
export type NodeDetails = Pick<
  NodeObservation,
  | 'reportedName'
  | 'pingStatus'
  | 'instanceState'
  | 'computerName'
  | 'ipAddress'
  | 'agentUpToDate'
  | 'activationId'
  | 'iamRole'
  | 'registeredAt'
  | 'instanceType'
  | 'availabilityZone'
  | 'architecture'
  | 'launchedAt'
  | 'sourceId'
  | 'sourceLocation'
> & {
  unclaimedReason: string | null;
  patch: Omit<PatchReport, 'bucket'>;
};

/** The columns that follow from what was observed and decided. */
export type NodeContent = Omit<
  NodeRow,
  | 'id'
  | 'name'
  | 'patch_due_at'
  | 'patch_excepted'
  | 'monitoring'
  | 'alarm'
  | 'first_seen_at'
  | 'missing_listings'
  | 'missing_since'
  | 'left_at'
>;

/** The patch summary of a node that never reported any. */
export const NO_PATCH_REPORT: PatchReport = {
  bucket: 'never-reported',
  criticalNonCompliant: 0,
  securityNonCompliant: 0,
  otherNonCompliant: 0,
  installed: 0,
  installedOther: 0,
  installedPendingReboot: 0,
  installedRejected: 0,
  missing: 0,
  failed: 0,
  notApplicable: 0,
  unreportedNotApplicable: 0,
  availableSecurityUpdates: 0,
  baselineId: null,
  patchGroup: null,
  lastOperation: null,
  lastOperationAt: null,
  lastOperationStartedAt: null,
  rebootOption: null,
  lastNoRebootInstallAt: null,
  installOverrideList: null,
};

/** The status of a node that its target's listing shows. */
export function presentStatus(
  observation: Pick<NodeObservation, 'pingStatus' | 'instanceState'>,
): NodeStatus {
  if (/^stopp/i.test(observation.instanceState ?? '')) {
    return 'stopped';
  }
  return observation.pingStatus === 'Online' ? 'online' : 'connection-lost';
}

/** Pads each number of a version so that text order is version order: `3.2.10` after `3.2.9`. */
export function sortableVersion(version: string | null): string | null {
  return (
    version?.replace(/\d+/g, digits => digits.padStart(6, '0')).slice(0, 64) ??
    null
  );
}

const BUCKET_WEIGHT: Record<PatchBucket, number> = {
  'never-reported': 4,
  critical: 3,
  security: 2,
  other: 1,
  compliant: 0,
};

function patchRank(patch: PatchReport): number {
  const worst = Math.min(
    {
      critical: patch.criticalNonCompliant,
      security: patch.securityNonCompliant,
      other: patch.otherNonCompliant,
      compliant: 0,
      'never-reported': 0,
    }[patch.bucket],
    999_999,
  );
  return BUCKET_WEIGHT[patch.bucket] * 1_000_000 + worst;
}

function hash(values: unknown[]): string {
  return createHash('sha1').update(JSON.stringify(values)).digest('hex');
}

function sorted(tags: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The name in an entity ref; the rest is the same in nearly all of them. */
function nameOf(ref: string | null): string | null {
  return ref && ref.slice(ref.indexOf('/') + 1);
}

function searchText(parts: Array<string | null>): string {
  const words = parts.flatMap(part => part?.toLowerCase() ?? []);
  return [...new Set(words)].join(' ');
}

/**
 * Lays a node out in columns. Two nodes with the same `identity_hash` make
 * the same catalog entity; with the same `state_hash` too, they differ in
 * nothing but when they were seen.
 */
export function toContent(
  target: TargetKey & { accountName: string },
  observation: Omit<CompleteObservation, 'lastPingAt'>,
  ownership: Ownership,
): NodeContent {
  const { bucket, ...patch } = observation.patch;
  const tags = sorted(observation.tags);
  const details: NodeDetails = {
    reportedName: observation.reportedName,
    pingStatus: observation.pingStatus,
    instanceState: observation.instanceState,
    computerName: observation.computerName,
    ipAddress: observation.ipAddress,
    agentUpToDate: observation.agentUpToDate,
    activationId: observation.activationId,
    iamRole: observation.iamRole,
    registeredAt: observation.registeredAt,
    instanceType: observation.instanceType,
    availabilityZone: observation.availabilityZone,
    architecture: observation.architecture,
    launchedAt: observation.launchedAt,
    sourceId: observation.sourceId,
    sourceLocation: observation.sourceLocation,
    unclaimedReason: ownership.unclaimedReason,
    patch,
  };
  const status = presentStatus(observation);
  const identity = [
    observation.title,
    observation.environment,
    observation.resourceType,
    observation.platformType,
    observation.platformName,
    observation.platformVersion,
    observation.computerName,
    observation.ipAddress,
    ownership.ownerRef,
    ownership.systemRef,
    ownership.componentRef,
  ];
  return {
    node_id: observation.nodeId,
    account: target.account,
    region: target.region,
    title: observation.title,
    sort_title: observation.title.toLowerCase().slice(0, 256),
    environment: observation.environment,
    resource_type: observation.resourceType,
    status,
    platform_type: observation.platformType,
    platform_name: observation.platformName,
    platform_version: observation.platformVersion,
    agent_version: observation.agentVersion,
    agent_version_sort: sortableVersion(observation.agentVersion),
    agent_outdated: observation.agentUpToDate === false,
    owner_ref: ownership.ownerRef,
    claimed: ownership.claimed,
    system_ref: ownership.systemRef,
    component_ref: ownership.componentRef,
    patch_bucket: bucket,
    patch_rank: patchRank(observation.patch),
    patch_reasons: reasonBits(reasonsOf(observation.patch)),
    patch_lacking: lackingOf(observation.patch),
    patch_operation_at: patch.lastOperationAt
      ? Date.parse(patch.lastOperationAt)
      : null,
    tags: JSON.stringify(tags),
    details: JSON.stringify(details),
    search_text: searchText([
      observation.title,
      observation.nodeId,
      observation.computerName,
      observation.ipAddress,
      target.account,
      target.accountName,
      nameOf(ownership.ownerRef),
      nameOf(ownership.systemRef),
      nameOf(ownership.componentRef),
    ]),
    identity_hash: hash(identity),
    state_hash: hash([
      target.accountName,
      status,
      observation.agentVersion,
      ownership.claimed,
      bucket,
      details,
      tags,
    ]),
  };
}
