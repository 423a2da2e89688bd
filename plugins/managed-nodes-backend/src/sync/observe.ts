import { InstancePatchState, InstanceProperty } from '@aws-sdk/client-ssm';
import {
  Environment,
  PatchBucket,
  PlatformType,
  platformTypeSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { MalformedResponseError } from '../aws/problems';
import { EnvironmentRule } from '../config';
import { NO_PATCH_REPORT } from '../nodes/rows';
import { cleanText } from '../nodes/text';
import { NodeObservation, PatchReport } from '../nodes/types';
import { matches } from '../ownership/match';
import { SyncTarget } from '../accounts/types';

// As the SSM API defines InstanceId.
const NODE_ID = /^(i-(\w{8}|\w{17})|mi-\w{17})$/;

const SOURCE_ENVIRONMENTS: Record<string, Environment> = {
  'AWS::EC2::Instance': 'aws',
  'AWS::IoT::Thing': 'edge',
  'Microsoft.Compute/virtualMachines': 'azure',
  'compute.googleapis.com/Instance': 'gcp',
};

function text(value: string | undefined, max = 256): string | null {
  return cleanText(value, max) ?? null;
}

function oneOf<T extends string>(
  options: readonly T[],
  value: string | undefined,
): T | null {
  return options.find(option => option === value) ?? null;
}

/** Cleans the tags of a node. */
export function observeTags(
  tags: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => {
      const name = cleanText(key, 128);
      return name ? [[name, cleanText(value, 256) ?? '']] : [];
    }),
  );
}

function bucketOf(state: InstancePatchState): PatchBucket {
  if (state.CriticalNonCompliantCount) {
    return 'critical';
  }
  if (state.SecurityNonCompliantCount) {
    return 'security';
  }
  const noncompliant =
    state.OtherNonCompliantCount ??
    // Counts by severity are optional; these states make a node noncompliant.
    (state.MissingCount ?? 0) +
      (state.FailedCount ?? 0) +
      (state.InstalledRejectedCount ?? 0) +
      (state.InstalledPendingRebootCount ?? 0);
  return noncompliant ? 'other' : 'compliant';
}

/** Sums up a patch state; without one the node never reported. */
export function observePatch(
  state: InstancePatchState | undefined,
): PatchReport {
  if (!state) {
    return NO_PATCH_REPORT;
  }
  return {
    bucket: bucketOf(state),
    criticalNonCompliant: state.CriticalNonCompliantCount ?? 0,
    securityNonCompliant: state.SecurityNonCompliantCount ?? 0,
    otherNonCompliant: state.OtherNonCompliantCount ?? 0,
    installed: state.InstalledCount ?? 0,
    installedOther: state.InstalledOtherCount ?? 0,
    installedPendingReboot: state.InstalledPendingRebootCount ?? 0,
    installedRejected: state.InstalledRejectedCount ?? 0,
    missing: state.MissingCount ?? 0,
    failed: state.FailedCount ?? 0,
    notApplicable: state.NotApplicableCount ?? 0,
    unreportedNotApplicable: state.UnreportedNotApplicableCount ?? 0,
    availableSecurityUpdates: state.AvailableSecurityUpdateCount ?? 0,
    baselineId: text(state.BaselineId),
    patchGroup: text(state.PatchGroup),
    lastOperation: oneOf(['Scan', 'Install'] as const, state.Operation),
    lastOperationAt: state.OperationEndTime?.toISOString() ?? null,
    lastOperationStartedAt: state.OperationStartTime?.toISOString() ?? null,
    rebootOption: oneOf(
      ['RebootIfNeeded', 'NoReboot'] as const,
      state.RebootOption,
    ),
    lastNoRebootInstallAt:
      state.LastNoRebootInstallOperationTime?.toISOString() ?? null,
    installOverrideList: text(state.InstallOverrideList),
  };
}

function environmentOf(
  property: InstanceProperty,
  target: SyncTarget,
  tags: Record<string, string> | undefined,
  rules: EnvironmentRule[],
): Environment | undefined {
  const told = SOURCE_ENVIRONMENTS[property.SourceType ?? ''];
  if (told) {
    return told;
  }
  if (property.InstanceId?.startsWith('i-')) {
    return 'aws';
  }
  if (!tags && rules.some(rule => rule.match.tag)) {
    return undefined;
  }
  const subject = {
    title: text(property.Name),
    computerName: text(property.ComputerName),
    activationId: text(property.ActivationId),
    tags: tags ?? {},
    account: target.account,
    region: target.region,
    accountTags: target.accountTags,
  };
  return (
    rules.find(rule => matches(rule.match, subject))?.environment ??
    'on-premises'
  );
}

/** What is known of a node beside its listing. */
export interface NodeContext {
  /** Cleaned tags; undefined when tags could not be read. */
  tags: Record<string, string> | undefined;
  /** Undefined when patch states could not be read. */
  patch: PatchReport | undefined;
  /** Null when Systems Manager did not say. */
  agentUpToDate: boolean | null;
}

/**
 * Reads one node of `DescribeInstanceProperties`.
 *
 * @throws MalformedResponseError when it has no valid id.
 */
export function observeNode(
  property: InstanceProperty,
  target: SyncTarget,
  rules: EnvironmentRule[],
  { tags, patch, agentUpToDate }: NodeContext,
): NodeObservation {
  const nodeId = property.InstanceId ?? '';
  if (!NODE_ID.test(nodeId)) {
    throw new MalformedResponseError(
      `AWS listed a node with the id ${JSON.stringify(nodeId.slice(0, 64))}`,
    );
  }
  return {
    nodeId,
    reportedName: text(property.Name),
    environment: environmentOf(property, target, tags, rules),
    resourceType: nodeId.startsWith('mi-') ? 'hybrid' : 'ec2',
    pingStatus: oneOf(
      ['Online', 'ConnectionLost', 'Inactive'] as const,
      property.PingStatus,
    ),
    lastPingAt: property.LastPingDateTime?.getTime() ?? null,
    instanceState: text(property.InstanceState, 64),
    computerName: text(property.ComputerName),
    ipAddress: text(property.IPAddress, 46),
    platformType: oneOf<PlatformType>(
      platformTypeSchema.options,
      property.PlatformType,
    ),
    platformName: text(property.PlatformName),
    platformVersion: text(property.PlatformVersion, 64),
    agentVersion: text(property.AgentVersion, 64),
    agentUpToDate,
    activationId: text(property.ActivationId, 64),
    iamRole: text(property.IamRole ?? property.InstanceRole),
    registeredAt: property.RegistrationDate?.getTime() ?? null,
    instanceType: text(property.InstanceType, 64),
    availabilityZone: text(property.AvailabilityZone, 64),
    architecture: text(property.Architecture, 64),
    launchedAt: property.LaunchTime?.getTime() ?? null,
    sourceId: text(property.SourceId),
    sourceLocation: text(property.SourceLocation),
    tags,
    patch,
  };
}
