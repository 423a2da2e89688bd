import {
  Environment,
  ManagedNode,
  NodePatchSummary,
  NodeResourceType,
  PlatformType,
} from '@managed-nodes/plugin-managed-nodes-common';

/** One (account, region) as the node store knows it. */
export interface TargetKey {
  account: string;
  region: string;
}

/** What a scan or install reported of a node's patches. */
export type PatchReport = Omit<
  NodePatchSummary,
  'reasons' | 'standing' | 'dueAt'
>;

/**
 * What one listing saw of a node, cleaned. Times are milliseconds since the
 * epoch.
 */
export interface NodeObservation {
  nodeId: string;
  /** Whether null means that this listing does not tell: what is stored stays. */
  partial?: boolean;
  /** The name Systems Manager reports: the EC2 Name tag, or the activation's default name. */
  reportedName: string | null;
  /** Undefined when it cannot be told without tags: the stored one stays. */
  environment: Environment | undefined;
  resourceType: NodeResourceType;
  pingStatus: 'Online' | 'ConnectionLost' | 'Inactive' | null;
  lastPingAt: number | null;
  instanceState: string | null;
  computerName: string | null;
  ipAddress: string | null;
  platformType: PlatformType | null;
  platformName: string | null;
  platformVersion: string | null;
  agentVersion: string | null;
  agentUpToDate: boolean | null;
  activationId: string | null;
  iamRole: string | null;
  registeredAt: number | null;
  instanceType: string | null;
  availabilityZone: string | null;
  architecture: string | null;
  launchedAt: number | null;
  sourceId: string | null;
  sourceLocation: string | null;
  /** Undefined when tags could not be read: the stored ones stay. */
  tags: Record<string, string> | undefined;
  /** Undefined when patch states could not be read: the stored ones stay. */
  patch: PatchReport | undefined;
}

/** An observation with every gap filled, by what was stored or by defaults. */
export type CompleteObservation = NodeObservation & {
  title: string;
  environment: Environment;
  tags: Record<string, string>;
  patch: PatchReport;
};

/** Who owns a node and what it runs for. */
export interface Ownership {
  ownerRef: string;
  claimed: boolean;
  unclaimedReason: string | null;
  systemRef: string | null;
  componentRef: string | null;
}

/** What ownership is decided on. */
export type OwnershipSubject = Pick<
  ManagedNode,
  'title' | 'computerName' | 'environment' | 'activationId' | 'tags'
> &
  TargetKey;

/** Decides ownership; undefined when it cannot tell now and what is stored should stay. */
export type OwnershipDecider = (
  subject: OwnershipSubject,
) => Ownership | undefined;
