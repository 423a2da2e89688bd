import { NodeSourceKind } from '@managed-nodes/plugin-managed-nodes-common';
import { TargetKey } from '../nodes/types';

/** An AWS account whose nodes are kept in sync. */
export interface Account {
  id: string;
  /** A name people know it by. */
  name: string;
  /** What ownership rules call account tags. */
  tags: Record<string, string>;
  /** Names of the organizational units from the root down; empty when unknown. */
  units: string[];
  /** The Regions to list. */
  regions: string[];
  /** Where its nodes are listed. */
  source: Exclude<NodeSourceKind, 'organization'>;
  /** Role to assume; none: the base credentials. */
  roleName: string | undefined;
  externalId: string | undefined;
  /** Owners its nodes may have; undefined: any. */
  allowedOwners: string[] | undefined;
}

/** One (account, Region) to keep in sync. */
export interface SyncTarget extends TargetKey {
  accountName: string;
  accountTags: Record<string, string>;
  units: string[];
  source: NodeSourceKind;
}
