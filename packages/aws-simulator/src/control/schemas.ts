import { z } from 'zod';
import { callCountSchema } from '../faults/CallCounters';
import { rateLimitSchema } from '../faults/RateLimits';
import { faultSchema } from '../faults/types';

const environment = z.enum([
  'aws',
  'azure',
  'gcp',
  'vmware',
  'on-premises',
  'edge',
]);
const patchProfile = z.enum([
  'never',
  'critical',
  'security',
  'other',
  'compliant',
]);

/** A machine as the control API shows it. Timestamps are ISO 8601 in UTC. */
export const modelNodeSchema = z.object({
  id: z.string(),
  arn: z.string(),
  account: z.string(),
  region: z.string(),
  environment,
  platformType: z.string(),
  platformName: z.string(),
  platformVersion: z.string(),
  computerName: z.string(),
  /** False for an instance that Systems Manager does not manage. */
  managed: z.boolean(),
  /** What DescribeInstanceProperties shows. */
  ipAddress: z.string().nullable(),
  privateIpAddress: z.string(),
  agentVersion: z.string(),
  agentLatest: z.boolean(),
  pingStatus: z.enum(['Online', 'ConnectionLost']),
  lastPingAt: z.string(),
  instanceState: z.enum(['running', 'stopped']).nullable(),
  /** Null for a hybrid node, and for an instance that has none. */
  instanceProfile: z.string().nullable(),
  activationId: z.string().nullable(),
  /** Source identity as SSM gives it. */
  sourceType: z.string(),
  sourceId: z.string(),
  tags: z.record(z.string(), z.string()),
  everTagged: z.boolean(),
  patchProfile,
});

/** @public */
export type ModelNode = z.infer<typeof modelNodeSchema>;

/** What can be changed on a node. */
export const nodeChangeSchema = z.strictObject({
  pingStatus: z.enum(['Online', 'ConnectionLost']).optional(),
  /** Stopping an instance also makes it lose its connection. EC2 only. */
  instanceState: z.enum(['running', 'stopped']).optional(),
  agentVersion: z.string().max(64).optional(),
  computerName: z.string().max(255).optional(),
  /** Null when the instance has no public one. */
  ipAddress: z.string().max(46).nullable().optional(),
  patchProfile: patchProfile.optional(),
  /**
   * Whether an agent reports. With `true` an instance appears in Systems
   * Manager, and gets an instance profile if it has none; a stopped one has to
   * be started first, or with it. EC2 only.
   */
  managed: z.boolean().optional(),
  /** Null takes it away. EC2 only. */
  instanceProfile: z.string().min(1).max(128).nullable().optional(),
});

/** @public */
export type NodeChange = z.infer<typeof nodeChangeSchema>;

export const moveSchema = z.strictObject({
  account: z.string().optional(),
  region: z.string().optional(),
  /** Whether the old registration stays, never to be heard of again. Default false. */
  keepOld: z.boolean().optional(),
});

/** @public */
export type MoveNode = z.infer<typeof moveSchema>;

export const reactivateSchema = moveSchema.pick({ keepOld: true });

/** Which nodes are meant; what is left out matches all. */
export const nodeQuerySchema = z.strictObject({
  ids: z.array(z.string()).optional(),
  account: z.string().optional(),
  region: z.string().optional(),
  environment: environment.optional(),
  /** Default true: instances without an agent are left out. */
  managed: z.boolean().optional(),
  /** `Key` or `Key=value`. */
  tag: z.string().optional(),
  pingStatus: z.enum(['Online', 'ConnectionLost']).optional(),
  instanceState: z.enum(['running', 'stopped']).optional(),
  patchProfile: patchProfile.optional(),
  /** Part of the computer name. */
  text: z.string().optional(),
  offset: z.number().int().nonnegative().optional(),
  /** Default 1,000. */
  limit: z.number().int().positive().max(10_000).optional(),
});

/** @public */
export type NodeQuery = z.infer<typeof nodeQuerySchema>;

export const nodeListSchema = z.object({
  /** All that match, beyond the page too. */
  total: z.number().int(),
  nodes: z.array(modelNodeSchema),
});

/** @public */
export type NodeList = z.infer<typeof nodeListSchema>;

export const addNodesSchema = z.strictObject({
  count: z.number().int().positive().max(300_000).default(1),
  /** Where they are; generated as all others when left out. */
  account: z.string().optional(),
  region: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  change: nodeChangeSchema.optional(),
});

/** @public */
export type AddNodes = z.input<typeof addNodesSchema>;

export const tagsInputSchema = z.strictObject({
  set: z.record(z.string(), z.string()).optional(),
  remove: z.array(z.string()).optional(),
});

export const terminateSchema = z.union([
  z.strictObject({ ids: z.array(z.string()).min(1) }),
  z.strictObject({
    account: z.string(),
    region: z.string(),
    /** How many nodes of the target stay: the first ones of its listing. */
    keep: z.number().int().nonnegative(),
  }),
]);

/** @public */
export type Terminate = z.infer<typeof terminateSchema>;

export const terminatedSchema = z.object({ ids: z.array(z.string()) });

export const faultListSchema = z.object({ faults: z.array(faultSchema) });

export const roleSchema = z.object({
  account: z.string(),
  role: z.string(),
  actions: z.array(z.string()),
});

/** @public */
export type RolePermissions = z.infer<typeof roleSchema>;

export const userSchema = z.object({
  account: z.string(),
  user: z.string(),
  actions: z.array(z.string()),
});

/** @public */
export type UserPermissions = z.infer<typeof userSchema>;

export const roleListSchema = z.object({ roles: z.array(roleSchema) });

/** Replace, take away or add actions; none of them gives the role back what it started with. */
export const roleInputSchema = z.strictObject({
  actions: z.array(z.string()).optional(),
  deny: z.array(z.string()).optional(),
  allow: z.array(z.string()).optional(),
});

export const rateLimitsSchema = z.strictObject({
  limits: z.array(rateLimitSchema),
});

export const callsSchema = z.object({ calls: z.array(callCountSchema) });

export const clockSchema = z.object({ now: z.string() });
export const advanceSchema = z.strictObject({
  milliseconds: z.number().nonnegative(),
});

export const resetSchema = z.strictObject({
  nodes: z.number().int().min(1).max(300_000).optional(),
  seed: z.number().int().optional(),
});

/** @public */
export type Reset = z.infer<typeof resetSchema>;

export const settingsSchema = z.strictObject({
  integratedExperience: z.boolean().optional(),
});

export const statusSchema = z.object({
  nodes: z.number().int(),
  seed: z.number().int(),
  now: z.string(),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })),
  regions: z.array(z.string()),
});

/** @public */
export type Status = z.infer<typeof statusSchema>;

export const countSchema = z.object({ count: z.number().int() });
