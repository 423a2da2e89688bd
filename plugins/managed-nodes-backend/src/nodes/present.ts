import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { NodeDetails, NodeRow, NO_PATCH_REPORT, SeenNodeRow } from './rows';
import { reasonsOf, standingOf, StandingPolicy } from './standing';
import { CompleteObservation, PatchReport } from './types';

/** What a node's presentation needs beyond its row. */
export interface PresentationContext {
  /** AWS partition, for ARNs and console links. */
  partition: string;
  /** Names of the accounts by id. */
  accountNames: { get(id: string): string | undefined };
  /** What tells how a node stands with its patches. */
  patchPolicy: StandingPolicy;
}

const CONSOLE_HOSTS: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

function time(value: number | string | null): string | null {
  return value === null ? null : new Date(Number(value)).toISOString();
}

/** Reads the JSON of the tags column: PostgreSQL has parsed it already. */
export function readTags(row: Pick<NodeRow, 'tags'>): Record<string, string> {
  return typeof row.tags === 'string' ? JSON.parse(row.tags) : row.tags;
}

function nodeArn(row: NodeRow, partition: string): string {
  return row.resource_type === 'ec2'
    ? `arn:${partition}:ec2:${row.region}:${row.account}:instance/${row.node_id}`
    : `arn:${partition}:ssm:${row.region}:${row.account}:managed-instance/${row.node_id}`;
}

/** Host of the AWS console of a partition. */
export function consoleHost(partition: string): string {
  return CONSOLE_HOSTS[partition] ?? CONSOLE_HOSTS.aws;
}

function consoleUrl(row: NodeRow, partition: string): string {
  const host = consoleHost(partition);
  return `https://${row.region}.${host}/systems-manager/fleet-manager/managed-nodes/${row.node_id}/general?region=${row.region}`;
}

/** Rows of earlier versions tell less. */
function reportOf(
  row: Pick<NodeRow, 'patch_bucket'>,
  patch: NodeDetails['patch'],
): PatchReport {
  return { ...NO_PATCH_REPORT, ...patch, bucket: row.patch_bucket };
}

function presentPatch(
  row: NodeRow,
  details: NodeDetails,
  policy: StandingPolicy,
): ManagedNode['patch'] {
  const report = reportOf(row, details.patch);
  const standing = standingOf(row, policy, Date.now());
  return {
    ...report,
    reasons: reasonsOf(report),
    standing,
    dueAt: report.bucket === 'compliant' ? null : time(row.patch_due_at),
  };
}

/** Turns a row into the node of the API. */
export function toManagedNode(
  row: SeenNodeRow,
  context: PresentationContext,
): ManagedNode {
  const details: NodeDetails = JSON.parse(row.details);
  return {
    name: row.name,
    entityRef: `resource:default/${row.name}`,
    title: row.title,
    nodeId: row.node_id,
    arn: nodeArn(row, context.partition),
    account: row.account,
    accountName: context.accountNames.get(row.account) ?? null,
    region: row.region,
    environment: row.environment,
    resourceType: row.resource_type,
    status: row.status,
    lastPingAt: time(row.last_ping_at),
    computerName: details.computerName,
    ipAddress: details.ipAddress,
    platformType: row.platform_type,
    platformName: row.platform_name,
    platformVersion: row.platform_version,
    agentVersion: row.agent_version,
    agentUpToDate: details.agentUpToDate,
    ownerRef: row.owner_ref,
    claimed: Boolean(row.claimed),
    unclaimedReason: details.unclaimedReason,
    systemRef: row.system_ref,
    componentRef: row.component_ref,
    tags: readTags(row),
    patch: presentPatch(row, details, context.patchPolicy),
    monitoring: row.monitoring,
    alarm: row.alarm,
    activationId: details.activationId,
    iamRole: details.iamRole,
    registeredAt: time(details.registeredAt),
    instanceType: details.instanceType,
    instanceState: details.instanceState,
    availabilityZone: details.availabilityZone,
    architecture: details.architecture,
    launchedAt: time(details.launchedAt),
    sourceId: details.sourceId,
    sourceLocation: details.sourceLocation,
    firstSeenAt: new Date(Number(row.first_seen_at)).toISOString(),
    lastSeenAt: new Date(Number(row.last_seen_at)).toISOString(),
    missingSince: time(row.missing_since),
    leftAt: time(row.left_at),
    consoleUrl: consoleUrl(row, context.partition),
  };
}

/** What a listing saw but for when, read back from the row. */
export function toObservation(
  row: NodeRow,
): Omit<CompleteObservation, 'lastPingAt'> {
  const {
    unclaimedReason: _,
    patch,
    ...details
  } = JSON.parse(row.details) as NodeDetails;
  return {
    ...details,
    nodeId: row.node_id,
    title: row.title,
    environment: row.environment,
    resourceType: row.resource_type,
    platformType: row.platform_type,
    platformName: row.platform_name,
    platformVersion: row.platform_version,
    agentVersion: row.agent_version,
    tags: readTags(row),
    patch: reportOf(row, patch),
  };
}
