import { S3Client } from '@aws-sdk/client-s3';
import { InstancePatchState } from '@aws-sdk/client-ssm';
import pLimit from 'p-limit';
import { Fleet } from '../../packages/aws-simulator/src/fleet/Fleet';
import {
  pingStatusOf,
  resourceTypeOf,
} from '../../packages/aws-simulator/src/fleet/state';
import { SimulatedNode } from '../../packages/aws-simulator/src/fleet/types';
import { Organization } from '../../packages/aws-simulator/src/model/Organization';
import {
  DEFAULT_REGIONS,
  regionShares,
} from '../../packages/aws-simulator/src/model/places';
import { Patching } from '../../packages/aws-simulator/src/patching/Patching';
import {
  InventoryNode,
  InventoryWriter,
} from '../../plugins/managed-nodes-backend/src/__testUtils__/InventoryWriter';

const NOW = Date.UTC(2026, 10, 23, 12);
const patching = Patching.create(1);

/** The simulator's fleet, without a simulator. */
export function simulatedFleet(size: number): SimulatedNode[] {
  const fleet = Fleet.create(size, {
    seed: 1,
    organization: Organization.create(),
    regions: regionShares(DEFAULT_REGIONS),
    now: NOW,
  });
  return fleet.everything().filter(node => node.managed);
}

/** A node of the simulator as a resource data sync writes it: all is text. */
export function toInventory(node: SimulatedNode): InventoryNode {
  const patch = patching.nodes.stateOf(node, NOW);
  return {
    id: node.id,
    information: {
      AgentType: 'amazon-ssm-agent',
      AgentVersion: node.agentVersion,
      ComputerName: node.computerName,
      InstanceId: node.id,
      InstanceStatus: statusOf(node),
      IpAddress: node.privateIpAddress,
      PlatformName: node.platform.name,
      PlatformType: node.platform.type,
      PlatformVersion: node.platform.version,
      ResourceType: resourceTypeOf(node),
    },
    tags: Object.fromEntries(node.tags.map(({ Key, Value }) => [Key, Value])),
    patch: patch && toSummary(patch),
  };
}

/** Puts a fleet into a bucket. */
export async function writeInventory(
  client: S3Client,
  bucket: string,
  nodes: SimulatedNode[],
): Promise<void> {
  const writer = InventoryWriter.create({ client, bucket });
  const limit = pLimit(16);
  await Promise.all(
    nodes.map(node => limit(() => writer.put(node, toInventory(node)))),
  );
}

function statusOf(node: SimulatedNode): string {
  if (node.instanceState === 'stopped') {
    return 'Stopped';
  }
  return pingStatusOf(node) === 'Online' ? 'Active' : 'ConnectionLost';
}

function toSummary(state: InstancePatchState): Record<string, string> {
  const { InstanceId: _, Operation, ...rest } = state;
  return Object.fromEntries(
    Object.entries({ ...rest, OperationType: Operation }).map(
      ([key, value]) => [
        key,
        value instanceof Date ? value.toISOString() : String(value),
      ],
    ),
  );
}
