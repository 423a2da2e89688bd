import {
  AlarmState,
  MonitoringState,
  Environment,
  NodeOutcome,
  NodeResourceType,
  NodeSourceKind,
  NodeStatus,
  OperationState,
  PatchAge,
  PatchBucket,
  PatchKind,
  PatchReason,
  PatchStanding,
  PatchState,
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

/** How a node stands with the patch policy. @public */
export const PATCH_STANDING_WORDS: Record<PatchStanding, string> = {
  'never-reported': 'Never scanned',
  overdue: 'Overdue',
  stale: 'Report too old',
  due: 'Due',
  excepted: 'Excepted',
  compliant: 'Compliant',
};

/** Why a node is noncompliant. @public */
export const PATCH_REASON_WORDS: Record<PatchReason, string> = {
  missing: 'Patches missing',
  failed: 'Failed to install',
  'pending-reboot': 'Waiting for a reboot',
  rejected: 'Rejected, but installed',
};

/** How old a node's last patch report is. @public */
export const PATCH_AGE_WORDS: Record<PatchAge, string> = {
  '7d': 'Up to 7 days old',
  '30d': '8 to 30 days old',
  older: 'More than 30 days old',
  never: 'Never reported',
};

/** What the policy makes of a patch. @public */
export const PATCH_KIND_WORDS: Record<PatchKind, string> = {
  critical: 'Critical',
  security: 'Security',
  other: 'Other',
};

/** State of a patch on a node. @public */
export const PATCH_STATE_WORDS: Record<PatchState, string> = {
  MISSING: 'Missing',
  FAILED: 'Failed to install',
  INSTALLED_PENDING_REBOOT: 'Waiting for a reboot',
  INSTALLED_REJECTED: 'Rejected, but installed',
  AVAILABLE_SECURITY_UPDATE: 'Available, not approved',
  INSTALLED: 'Installed',
  INSTALLED_OTHER: 'Installed by other means',
  NOT_APPLICABLE: 'Does not apply',
};

/** How far a scan or install has come that was started from the portal. @public */
export const OPERATION_STATE_WORDS: Record<OperationState, string> = {
  queued: 'Queued',
  running: 'Running',
  cancelling: 'Cancelling',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** What became of a node in an operation. @public */
export const NODE_OUTCOME_WORDS: Record<NodeOutcome, string> = {
  queued: 'Queued',
  running: 'Running',
  waiting: 'Waiting for the agent',
  succeeded: 'Succeeded',
  failed: 'Failed',
  'timed-out': 'Timed out',
  cancelled: 'Cancelled',
  'not-sent': 'Not sent',
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

/** Whether a node's CloudWatch agent reports, in words. @public */
export const MONITORING_WORDS: Record<MonitoringState, string> = {
  monitored: 'Monitored',
  silent: 'Fell silent',
  unmonitored: 'Unmonitored',
  unknown: 'Not looked yet',
};

/** The worst state among a node's alarms, in words. @public */
export const ALARM_WORDS: Record<AlarmState, string> = {
  alarm: 'Ringing',
  'insufficient-data': 'No data',
  ok: 'Quiet',
  none: 'No alarm',
};
