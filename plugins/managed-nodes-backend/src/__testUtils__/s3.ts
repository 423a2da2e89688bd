import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import {
  AccountDirectory,
  configuredAccounts,
} from '../accounts/AccountDirectory';
import { SyncTarget } from '../accounts/types';
import { AwsClients } from '../aws/AwsClients';
import { readManagedNodesConfig } from '../config';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { seenNodes } from '../nodes/database';
import { NodeWriter } from '../nodes/NodeWriter';
import { toManagedNode } from '../nodes/present';
import { SeenNodeRow } from '../nodes/rows';
import { AbsenceJudge } from '../sync/AbsenceJudge';
import { S3Source } from '../sync/sources/s3/S3Source';
import { TargetStore } from '../sync/TargetStore';
import { TargetSync } from '../sync/TargetSync';
import { InventoryNode } from './InventoryWriter';
import { ACCOUNT, byTags, context, nodeId, REGION, UNCLAIMED } from './nodes';
import { S3_CREDENTIALS } from './S3Server';

export const TARGET: SyncTarget = {
  account: ACCOUNT,
  region: REGION,
  accountName: 'commerce-prod',
  accountTags: {},
  units: [],
  source: 's3',
};

/** A node whose every part is in the bucket. */
export function inventoryNode(
  index: number,
  overrides: Partial<InventoryNode> = {},
): InventoryNode {
  return {
    id: nodeId(index),
    information: {
      AgentType: 'amazon-ssm-agent',
      AgentVersion: '3.3.0.0',
      ComputerName: `host-${index}.example.com`,
      InstanceId: nodeId(index),
      InstanceStatus: 'Active',
      IpAddress: `10.0.0.${index % 250}`,
      PlatformName: 'Ubuntu',
      PlatformType: 'Linux',
      PlatformVersion: '22.04',
      ResourceType: 'ManagedInstance',
    },
    tags: { Name: `node-${index}`, Owner: 'payments-team' },
    patch: {
      BaselineId: 'pb-0123456789abcdef0',
      CriticalNonCompliantCount: '0',
      FailedCount: '0',
      InstalledCount: '120',
      MissingCount: '2',
      OperationEndTime: '2026-11-22T03:10:00Z',
      OperationStartTime: '2026-11-22T03:00:00Z',
      OperationType: 'Scan',
      OtherNonCompliantCount: '0',
      PatchGroup: 'prod',
      SecurityNonCompliantCount: '2',
    },
    ...overrides,
  };
}

/** Everything a sync from a bucket takes. */
export function createS3Sync(
  knex: Knex,
  bucket: string,
  overrides: JsonObject = {},
) {
  const root = new ConfigReader({
    aws: { mainAccount: { ...S3_CREDENTIALS, region: 'us-east-1' } },
    managedNodes: {
      targets: { accounts: [{ id: ACCOUNT, regions: [REGION] }] },
      resourceDataSync: { bucket, region: 'us-east-1' },
      environments: [
        { environment: 'vmware', match: { tag: 'Hypervisor=vmware' } },
      ],
      ...overrides,
    },
  });
  const config = readManagedNodesConfig(root);
  const clients = AwsClients.fromConfig(root, {
    accounts: AccountDirectory.create(configuredAccounts(config.targets)),
  });
  const sync = TargetSync.create({
    sources: {
      s3: S3Source.create({
        clients,
        knex,
        config: { ...config, resourceDataSync: config.resourceDataSync! },
      }),
    },
    ownership: { decider: async () => byTags, undecided: UNCLAIMED },
    writer: NodeWriter.create({ knex }),
    judge: AbsenceJudge.create({
      absent: AbsentNodes.create({ knex }),
      config: config.sync,
    }),
    targets: TargetStore.create({ knex }),
  });
  return {
    run: (target: SyncTarget = TARGET) =>
      sync.run(target, new AbortController().signal),
    /** The nodes of the store, by id. */
    async nodes() {
      const rows: SeenNodeRow[] = await seenNodes(knex).orderBy('node_id');
      return new Map(
        rows.map(row => [row.node_id, toManagedNode(row, context)]),
      );
    },
  };
}
