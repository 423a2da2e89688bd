import { z } from 'zod';

/**
 * Where a machine lives. Systems Manager itself tells `aws`, `azure` and
 * `gcp` apart (`SourceType`); the others come from config.
 *
 * @public
 */
export const environmentSchema = z.enum([
  'aws',
  'azure',
  'gcp',
  'vmware',
  'on-premises',
  'edge',
]);

/** @public */
export type Environment = z.infer<typeof environmentSchema>;

/**
 * One word for how a node is doing, most final first: it left, it is missing
 * from the last complete listing, its instance is stopped, its agent lost
 * contact, or it is online.
 *
 * @public
 */
export const nodeStatusSchema = z.enum([
  'online',
  'connection-lost',
  'stopped',
  'missing',
  'left',
]);

/** @public */
export type NodeStatus = z.infer<typeof nodeStatusSchema>;

/**
 * Patch compliance in one word, worst first. Derived from the counters of
 * `DescribeInstancePatchStates`; `never-reported` is a node with no report.
 *
 * @public
 */
export const patchBucketSchema = z.enum([
  'never-reported',
  'critical',
  'security',
  'other',
  'compliant',
]);

/** @public */
export type PatchBucket = z.infer<typeof patchBucketSchema>;

/**
 * Why a node is noncompliant. A node may have several reasons.
 *
 * @public
 */
export const patchReasonSchema = z.enum([
  'missing',
  'failed',
  'pending-reboot',
  'rejected',
]);

/** @public */
export type PatchReason = z.infer<typeof patchReasonSchema>;

/**
 * How old the last patch report of a node is: up to 7 days, 8 to 30 days,
 * more than 30 days, or there never was one.
 *
 * @public
 */
export const patchAgeSchema = z.enum(['7d', '30d', 'older', 'never']);

/** @public */
export type PatchAge = z.infer<typeof patchAgeSchema>;

/**
 * How a node stands with the patch policy. Exactly one applies, the first of:
 *
 * - `never-reported`: there is no report;
 * - `overdue`: a patch should be in place by now;
 * - `stale`: the report is older than the policy allows;
 * - `due`: patches lack, and there is time left, or their date is not known yet;
 * - `excepted`: all patches that lack are covered by exceptions;
 * - `compliant`: nothing lacks.
 *
 * @public
 */
export const patchStandingSchema = z.enum([
  'never-reported',
  'overdue',
  'stale',
  'due',
  'excepted',
  'compliant',
]);

/** @public */
export type PatchStanding = z.infer<typeof patchStandingSchema>;

/**
 * What the policy makes of a patch: `critical` where its severity says so,
 * `security` where its classification is one of security or it names CVEs,
 * `other` otherwise.
 *
 * @public
 */
export const patchKindSchema = z.enum(['critical', 'security', 'other']);

/** @public */
export type PatchKind = z.infer<typeof patchKindSchema>;

/**
 * State of a patch on a node, as AWS's `PatchComplianceDataState` spells it
 * in answers. Up to `AvailableSecurityUpdate` they make a node noncompliant;
 * that one only where the baseline says so.
 *
 * @public
 */
export const patchStateSchema = z.enum([
  'MISSING',
  'FAILED',
  'INSTALLED_PENDING_REBOOT',
  'INSTALLED_REJECTED',
  'AVAILABLE_SECURITY_UPDATE',
  'INSTALLED',
  'INSTALLED_OTHER',
  'NOT_APPLICABLE',
]);

/** @public */
export type PatchState = z.infer<typeof patchStateSchema>;

/**
 * `ec2` for EC2 instances (`i-…`), `hybrid` for machines registered through
 * a hybrid activation (`mi-…`).
 *
 * @public
 */
export const nodeResourceTypeSchema = z.enum(['ec2', 'hybrid']);

/** @public */
export type NodeResourceType = z.infer<typeof nodeResourceTypeSchema>;

/** @public */
export const platformTypeSchema = z.enum(['Linux', 'Windows', 'MacOS']);

/** @public */
export type PlatformType = z.infer<typeof platformTypeSchema>;

/**
 * Whether a node's CloudWatch agent reports metrics: `monitored` within the
 * last three hours; `silent` when it did before; `unmonitored` when it never
 * did; `unknown` while nobody looked.
 *
 * @public
 */
export const monitoringStateSchema = z.enum([
  'monitored',
  'silent',
  'unmonitored',
  'unknown',
]);

/** @public */
export type MonitoringState = z.infer<typeof monitoringStateSchema>;

/**
 * The worst state among the CloudWatch alarms of a node; `none` when it has
 * no alarm.
 *
 * @public
 */
export const alarmStateSchema = z.enum([
  'alarm',
  'insufficient-data',
  'ok',
  'none',
]);

/** @public */
export type AlarmState = z.infer<typeof alarmStateSchema>;
