import { z } from 'zod';
import { many } from './many';
import { platformTypeSchema } from './vocabulary';

const count = z.number().int().nonnegative();
const timestamp = z.string().datetime({ offset: true });
const word = z.string().min(1).max(256);

/**
 * Why Systems Manager most likely does not manage an EC2 instance.
 *
 * - `stopped`: it does not run, so no agent can report;
 * - `no-instance-profile`: it runs without a role that lets an agent register;
 * - `no-agent`: it runs and has a role, but no agent ever reported: none is
 *   installed or running, its role lacks the permission, or it cannot reach
 *   the service;
 * - `unknown`: only the organization's listing shows it, which does not tell.
 *
 * @public
 */
export const unmanagedReasonSchema = z.enum([
  'no-instance-profile',
  'no-agent',
  'stopped',
  'unknown',
]);

/** @public */
export type UnmanagedReason = z.infer<typeof unmanagedReasonSchema>;

/**
 * An EC2 instance that is no managed node.
 *
 * @public
 */
export const unmanagedInstanceSchema = z.object({
  instanceId: z.string(),
  account: z.string(),
  accountName: z.string().nullable(),
  region: z.string(),
  /** The Name tag, else the instance id. */
  title: z.string(),
  reason: unmanagedReasonSchema,
  /** As EC2 says it, e.g. `running`. */
  instanceState: z.string().nullable(),
  platformType: platformTypeSchema.nullable(),
  instanceType: z.string().nullable(),
  /** Name of the instance profile. */
  instanceProfile: z.string().nullable(),
  launchedAt: timestamp.nullable(),
  ownerRef: z.string(),
  claimed: z.boolean(),
  systemRef: z.string().nullable(),
  componentRef: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  firstSeenAt: timestamp,
  lastSeenAt: timestamp,
  /** The instance in the AWS console (EC2). */
  consoleUrl: z.string(),
});

/** @public */
export type UnmanagedInstance = z.infer<typeof unmanagedInstanceSchema>;

/** @public */
export const unmanagedQuerySchema = z.object({
  q: z.string().max(256).optional(),
  owner: many(word),
  account: many(word),
  region: many(word),
  reason: many(unmanagedReasonSchema),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2048).optional(),
});

/** @public */
export type UnmanagedQuery = z.infer<typeof unmanagedQuerySchema>;

/** What a caller writes: everything optional. @public */
export type UnmanagedRequest = Partial<UnmanagedQuery>;

/**
 * One page of unmanaged instances, by title, of those the caller may see, and
 * how many there are for each reason under the other filters.
 *
 * @public
 */
export const unmanagedPageSchema = z.object({
  items: z.array(unmanagedInstanceSchema),
  totalItems: count,
  reasons: z.array(z.object({ reason: unmanagedReasonSchema, count })),
  nextCursor: z.string().nullable(),
});

/** @public */
export type UnmanagedPage = z.infer<typeof unmanagedPageSchema>;
