import { z } from 'zod';
import { managedNodeSchema } from './node';

/**
 * One identity change: the node as it is now, or that it left.
 *
 * @public
 */
export const nodeChangeSchema = z.object({
  revision: z.number().int().positive(),
  name: z.string(),
  /** True when the node left and its entity must go. */
  left: z.boolean(),
  node: managedNodeSchema,
});

/** @public */
export type NodeChange = z.infer<typeof nodeChangeSchema>;

/**
 * Changes in revision order. Asking for changes after revision N tells the
 * backend that everything up to N is taken over, unless `acknowledged` says
 * less.
 *
 * @public
 */
export const nodeChangesPageSchema = z.object({
  /** Identifies the node store. A new one starts revisions over. */
  epoch: z.string(),
  items: z.array(nodeChangeSchema),
  headRevision: z.number().int().nonnegative(),
});

/** @public */
export type NodeChangesPage = z.infer<typeof nodeChangesPageSchema>;

/** @public */
export const nodeChangesQuerySchema = z.object({
  consumer: z.string().min(1).max(64),
  epoch: z.string().max(64).optional(),
  after: z.coerce.number().int().nonnegative().default(0),
  /** Up to where everything is taken over, of a consumer that reads ahead. Default: `after`. */
  acknowledged: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
});

/** @public */
export type NodeChangesQuery = z.infer<typeof nodeChangesQuerySchema>;

/**
 * What a consumer could not take over: nodes whose entity is invalid.
 * Replaces what it said before about the same names.
 *
 * @public
 */
export const skippedReportSchema = z.object({
  consumer: z.string().min(1).max(64),
  skipped: z
    .array(z.object({ name: z.string(), reason: z.string().max(1000) }))
    .max(5000),
  /** Names that are fine now. */
  accepted: z.array(z.string()).max(5000),
});

/** @public */
export type SkippedReport = z.infer<typeof skippedReportSchema>;

/**
 * Which of these nodes are believed gone: their target was listed completely
 * and they are not in the node store.
 *
 * @public
 */
export const absentQuerySchema = z.object({
  nodes: z
    .array(
      z.object({
        name: z.string(),
        account: z.string(),
        region: z.string(),
      }),
    )
    .max(5000),
});

/** @public */
export type AbsentQuery = z.infer<typeof absentQuerySchema>;

/** @public */
export const absentResultSchema = z.object({
  absent: z.array(z.string()),
  /** Names that cannot be judged yet, as their target has not been listed completely. */
  unknown: z.array(z.string()),
});

/** @public */
export type AbsentResult = z.infer<typeof absentResultSchema>;
