import {
  Environment,
  NodeResourceType,
  NodeSourceKind,
  NodeStatus,
  PatchBucket,
  TargetState,
  UnmanagedReason,
} from '@managed-nodes/plugin-managed-nodes-common';

/** The one word for each status, everywhere. @public */
export const STATUS_WORDS: Record<NodeStatus, string> = {
  online: 'Online',
  'connection-lost': 'Connection lost',
  stopped: 'Stopped',
  missing: 'Missing',
  left: 'Left',
};

/** @public */
export const PATCH_BUCKET_WORDS: Record<PatchBucket, string> = {
  'never-reported': 'Never scanned',
  critical: 'Critical missing',
  security: 'Security missing',
  other: 'Other missing',
  compliant: 'Compliant',
};

/** @public */
export const ENVIRONMENT_WORDS: Record<Environment, string> = {
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google Cloud',
  vmware: 'VMware',
  'on-premises': 'On premises',
  edge: 'Edge',
};

/** @public */
export const RESOURCE_TYPE_WORDS: Record<NodeResourceType, string> = {
  ec2: 'EC2 instance',
  hybrid: 'Hybrid machine',
};

/** @public */
export const TARGET_STATE_WORDS: Record<TargetState, string> = {
  never: 'Not listed yet',
  running: 'Running',
  ok: 'Up to date',
  partial: 'Partly read',
  failed: 'Failing',
  held: 'Removal held',
};

/** Where a target's nodes are listed. @public */
export const NODE_SOURCE_WORDS: Record<NodeSourceKind, string> = {
  ssm: 'Systems Manager',
  s3: 'S3 resource data sync',
  organization: 'Organization listing',
};

/** Why an EC2 instance is most likely no managed node. @public */
export const UNMANAGED_REASON_WORDS: Record<UnmanagedReason, string> = {
  'no-agent': 'No agent reports',
  'no-instance-profile': 'No instance profile',
  stopped: 'Stopped',
  unknown: 'Reason not known',
};
