import { InstanceInfo, Node } from '@aws-sdk/client-ssm';
import {
  platformTypeSchema,
  UnmanagedReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import { SyncTarget } from '../accounts/types';
import { EnvironmentRule } from '../config';
import { cleanText } from '../nodes/text';
import { NodeObservation } from '../nodes/types';
import { observeNode } from '../sync/observe';
import { UnmanagedObservation } from '../unmanaged/observe';

// As the SSM API defines InstanceId; an unmanaged one is always of EC2.
const NODE_ID = /^(i-(\w{8}|\w{17})|mi-\w{17})$/;
const ACCOUNT_ID = /^\d{12}$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** One node of `ListNodes`, with where it is. */
export interface ListedNode {
  account: string;
  region: string;
  nodeId: string;
  managed: boolean;
  info: InstanceInfo;
}

function text(value: string | undefined, max = 256): string | null {
  return cleanText(value, max) ?? null;
}

/**
 * Reads where a node of the listing is.
 *
 * @returns undefined for what is no instance, such as a kind of node that AWS
 * adds later.
 */
export function readListedNode(node: Node): ListedNode | undefined {
  const info = node.NodeType?.Instance;
  const { Id = '', Region = '' } = node;
  const account = node.Owner?.AccountId ?? '';
  if (
    !info ||
    !NODE_ID.test(Id) ||
    !ACCOUNT_ID.test(account) ||
    !REGION.test(Region)
  ) {
    return undefined;
  }
  return {
    account,
    region: Region,
    nodeId: Id,
    managed: info.ManagedStatus === 'Managed',
    info,
  };
}

/**
 * What the listing tells of a node. It is partial: tags, patches, pings and
 * much else stay as they are stored.
 */
export function observeListed(
  node: ListedNode,
  target: SyncTarget,
  rules: EnvironmentRule[],
): NodeObservation {
  const { info, nodeId } = node;
  const observed = observeNode(
    {
      InstanceId: nodeId,
      Name: info.Name,
      ComputerName: info.ComputerName,
      // The listing has the private address, Systems Manager the public one of
      // an EC2 instance: it is not to change with every other listing.
      IPAddress: nodeId.startsWith('mi-') ? info.IpAddress : undefined,
      PlatformType: platformTypeSchema.safeParse(info.PlatformType).data,
      PlatformName: info.PlatformName,
      PlatformVersion: info.PlatformVersion,
      AgentVersion: info.AgentVersion,
      AvailabilityZone: info.AvailabilityZone,
      SourceId: info.SourceId,
      SourceType: info.SourceType,
      SourceLocation: info.SourceLocation,
      PingStatus: /^(active|online)$/i.test(info.InstanceStatus ?? '')
        ? 'Online'
        : 'ConnectionLost',
      // A managed instance that was stopped is listed as unmanaged.
      InstanceState: node.managed ? undefined : 'stopped',
    },
    target,
    rules,
    { tags: undefined, patch: undefined, agentUpToDate: null },
  );
  return { ...observed, partial: true };
}

/** What the listing tells of an instance that is not managed. */
export function observeListedInstance(node: ListedNode): UnmanagedObservation {
  const { info, nodeId } = node;
  const reason: UnmanagedReason = /stop/i.test(info.InstanceStatus ?? '')
    ? 'stopped'
    : 'unknown';
  return {
    instanceId: nodeId,
    title: text(info.Name) ?? nodeId,
    reason,
    platformName: text(info.PlatformName),
    tags: {},
    details: {
      instanceState: text(info.InstanceStatus, 64)?.toLowerCase() ?? null,
      platformType:
        platformTypeSchema.safeParse(info.PlatformType).data ?? null,
      instanceType: null,
      instanceProfile: null,
      launchedAt: null,
    },
  };
}
