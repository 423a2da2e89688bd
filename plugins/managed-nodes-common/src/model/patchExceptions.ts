import { z } from 'zod';

const timestamp = z.string().datetime({ offset: true });

/**
 * Says that a patch need not be on a node, or on the nodes of an application,
 * for a while.
 *
 * @public
 */
export const patchExceptionSchema = z.object({
  id: z.string(),
  scope: z.enum(['node', 'application']),
  /** The name of the node, or the entity ref of the System or Component. */
  subject: z.string(),
  /** Title of the node, for people. */
  subjectTitle: z.string().nullable(),
  /** A KB or package (`kbId` of a patch), a CVE, or `*` for all patches. */
  patch: z.string(),
  reason: z.string(),
  until: timestamp,
  createdBy: z.string(),
  createdAt: timestamp,
  /** When it ended before its time, and by whom. */
  endedAt: timestamp.nullable(),
  endedBy: z.string().nullable(),
  state: z.enum(['active', 'expired', 'ended']),
});

/** @public */
export type PatchException = z.infer<typeof patchExceptionSchema>;

/** @public */
export const createPatchExceptionSchema = z
  .object({
    scope: z.enum(['node', 'application']),
    subject: z.string().min(1).max(512),
    patch: z.string().min(1).max(256),
    reason: z.string().trim().min(3).max(2000),
    /** In the future, and not further away than the policy allows. */
    until: timestamp,
  })
  .strict();

/** @public */
export type CreatePatchException = z.infer<typeof createPatchExceptionSchema>;

/** @public */
export const patchExceptionQuerySchema = z.object({
  state: z.enum(['active', 'expired', 'ended', 'all']).default('active'),
  subject: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().max(2048).optional(),
});

/** @public */
export type PatchExceptionQuery = z.infer<typeof patchExceptionQuerySchema>;

/** Those about nodes the caller may see; the ones that end soonest first. @public */
export const patchExceptionPageSchema = z.object({
  items: z.array(patchExceptionSchema),
  nextCursor: z.string().nullable(),
});

/** @public */
export type PatchExceptionPage = z.infer<typeof patchExceptionPageSchema>;
