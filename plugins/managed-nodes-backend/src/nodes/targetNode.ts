import { PatchTargetNode } from '@managed-nodes/plugin-managed-nodes-common';
import { NodeRow } from './rows';

/** Turns a row into the node of a preview. */
export function toTargetNode(
  row: NodeRow,
  accounts: { get(id: string): { name: string } | undefined },
): PatchTargetNode {
  return {
    name: row.name,
    title: row.title,
    nodeId: row.node_id,
    account: row.account,
    accountName: accounts.get(row.account)?.name ?? null,
    region: row.region,
    environment: row.environment,
    platformName: row.platform_name,
    ownerRef: row.owner_ref,
    status: row.status,
    patchBucket: row.patch_bucket,
    missing: row.patch_lacking,
  };
}
