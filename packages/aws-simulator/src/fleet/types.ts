/** Where a machine lives. */
export type Environment =
  | 'aws'
  | 'azure'
  | 'gcp'
  | 'vmware'
  | 'on-premises'
  | 'edge';

/** A tag as AWS returns it. Instances are shared between nodes: never change one. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** An operating system as SSM Agent reports it. */
export interface Platform {
  readonly type: 'Linux' | 'Windows';
  readonly name: string;
  readonly version: string;
  /** How Patch Manager calls it. */
  readonly operatingSystem: string;
  readonly baselineId: string;
}

/** How a node's patches stand. */
export type PatchProfile =
  | 'never'
  | 'critical'
  | 'security'
  | 'other'
  | 'compliant';

/** The machine's identity at its own provider. */
export interface Source {
  readonly type: string;
  readonly id: string;
  readonly location: string;
}

/** One machine of the fleet. Times are epoch milliseconds. */
export interface SimulatedNode {
  /** Position in listings; never reused. */
  readonly seq: number;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly environment: Environment;
  /**
   * False for an instance that no agent reports: EC2 knows it, Systems
   * Manager hardly. Changed by the fleet only, which counts them.
   */
  managed: boolean;
  /** Everything generated late (patches, phases) comes from it. */
  readonly seed: number;
  platform: Platform;
  computerName: string;
  /** What DescribeInstanceProperties gives; blank when an EC2 instance has no public one. */
  publicIpAddress: string | undefined;
  privateIpAddress: string;
  agentVersion: string;
  /** When SSM last heard of it, for a node that is not online. */
  lostAt: number | undefined;
  /** When it was away for a while, the latest last. Absent when it never was. */
  outages?: ReadonlyArray<{ readonly from: number; readonly to: number }>;
  /** EC2 instances only. */
  instanceState: 'running' | 'stopped' | undefined;
  instanceType: string | undefined;
  availabilityZone: string | undefined;
  /** Hybrid nodes only. */
  activationId: string | undefined;
  defaultInstanceName: string | undefined;
  /** An instance without an instance profile has none. */
  iamRole: string | undefined;
  registeredAt: number;
  source: Source;
  tags: readonly Tag[];
  /** GetResources does not know nodes that never had a tag. */
  everTagged: boolean;
  patchProfile: PatchProfile;
}
