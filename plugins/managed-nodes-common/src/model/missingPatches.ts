import { z } from 'zod';
import { many } from './many';
import { nodeFilterSchema } from './query';
import { patchKindSchema, patchStateSchema } from './vocabulary';

const count = z.number().int().nonnegative();
const timestamp = z.string().datetime({ offset: true });

/**
 * A patch as `DescribeInstancePatches` names it.
 *
 * @public
 */
export const patchSchema = z.object({
  /** Our id of it, as the filter `patch` takes it. */
  id: z.string(),
  /** `KB5031364`, or the package: `openssl.x86_64`. */
  kbId: z.string(),
  title: z.string(),
  classification: z.string().nullable(),
  severity: z.string().nullable(),
  kind: patchKindSchema,
  cves: z.array(z.string()),
  /** When its vendor released it, where a patch baseline told. */
  releasedAt: timestamp.nullable(),
});

/** @public */
export type Patch = z.infer<typeof patchSchema>;

/**
 * A patch that nodes the caller may see lack, under a filter.
 *
 * @public
 */
export const missingPatchSchema = patchSchema.extend({
  /** Nodes on which it is missing, failed, rejected or waits for a reboot. */
  nodes: count,
  /** Of those, on how many its installation failed. */
  failed: count,
  /** Of those, on how many it only waits for a reboot. */
  pendingReboot: count,
  /** When it was first reported on any of them. */
  oldestAt: timestamp,
  /** The earliest date by which the policy wants it on one of them; null when all have an exception. */
  dueAt: timestamp.nullable(),
});

/** @public */
export type MissingPatch = z.infer<typeof missingPatchSchema>;

/** @public */
export const missingPatchSortSchema = z.enum([
  'nodes',
  'kind',
  'oldest',
  'due',
  'released',
  'kbId',
]);

/** @public */
export type MissingPatchSort = z.infer<typeof missingPatchSortSchema>;

/**
 * A filter of nodes, what narrows the patches, and the page wanted.
 *
 * @public
 */
export const missingPatchQuerySchema = nodeFilterSchema.extend({
  /** Text in KB, title or CVE. */
  text: z.string().max(256).optional(),
  kind: many(patchKindSchema),
  severity: many(z.string().min(1).max(64)),
  classification: many(z.string().min(1).max(128)),
  cve: many(z.string().min(1).max(64)),
  state: many(patchStateSchema),
  sort: missingPatchSortSchema.default('kind'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2048).optional(),
});

/** @public */
export type MissingPatchQuery = z.infer<typeof missingPatchQuerySchema>;

/** @public */
export type MissingPatchRequest = Partial<MissingPatchQuery>;

/** @public */
export const missingPatchPageSchema = z.object({
  items: z.array(missingPatchSchema),
  totalItems: count,
  /** Nodes that lack any of the patches found. */
  totalNodes: count,
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
  /** Noncompliant nodes under the filter whose patches were not read yet. */
  unread: count,
});

/** @public */
export type MissingPatchPage = z.infer<typeof missingPatchPageSchema>;

/**
 * A patch on one node.
 *
 * @public
 */
export const nodePatchSchema = patchSchema.omit({ id: true }).extend({
  id: z.string().nullable(),
  state: patchStateSchema,
  installedAt: timestamp.nullable(),
  /** When it was first reported missing on this node; null for patches that are in place. */
  firstReportedAt: timestamp.nullable(),
  dueAt: timestamp.nullable(),
  /** The exception that covers it, if any. */
  exceptionId: z.string().nullable(),
});

/** @public */
export type NodePatch = z.infer<typeof nodePatchSchema>;

/**
 * The patches of a node.
 *
 * @public
 */
export const nodePatchesSchema = z.object({
  items: z.array(nodePatchSchema),
  /**
   * `live`: read from AWS for this answer, all states. `stored`: what was
   * kept, noncompliant states only, because the node left or AWS could not be
   * read; `problem` then says why.
   */
  from: z.enum(['live', 'stored']),
  problem: z.string().nullable(),
  /** When a stored answer was read from AWS. */
  readAt: timestamp.nullable(),
});

/** @public */
export type NodePatches = z.infer<typeof nodePatchesSchema>;
