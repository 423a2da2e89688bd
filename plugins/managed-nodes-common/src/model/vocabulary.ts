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
