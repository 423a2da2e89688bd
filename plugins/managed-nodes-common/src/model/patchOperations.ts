import { z } from 'zod';
import { many } from './many';
import { nodeFilterSchema } from './query';
import { nodeStatusSchema, patchBucketSchema } from './vocabulary';

const count = z.number().int().nonnegative();
const timestamp = z.string().datetime({ offset: true });

/** @public */
export const patchActionSchema = z.enum(['scan', 'install']);

/** @public */
export type PatchAction = z.infer<typeof patchActionSchema>;

/** Which nodes: some by name, or all that a filter finds. @public */
export const nodeSelectionSchema = z.union([
  z
    .object({ nodes: z.array(z.string().min(1).max(63)).min(1).max(1000) })
    .strict(),
  z.object({ filter: nodeFilterSchema.strict() }).strict(),
]);

/** @public */
export type NodeSelection = z.infer<typeof nodeSelectionSchema>;

/** Why a node takes no part. @public */
export const skipReasonSchema = z.enum([
  /** The caller may see the node but not do this to it. */
  'not-permitted',
  /** Its agent does not answer, or its instance is stopped. */
  'offline',
  /** It is missing from the last listing, or left. */
  'gone',
  /** Another scan or install from the portal is under way there. */
  'already-running',
  /** Config forbids installs there now. */
  'freeze',
]);

/** @public */
export type SkipReason = z.infer<typeof skipReasonSchema>;

/** @public */
export const patchTargetNodeSchema = z.object({
  name: z.string(),
  title: z.string(),
  nodeId: z.string(),
  account: z.string(),
  accountName: z.string().nullable(),
  region: z.string(),
  environment: z.string(),
  platformName: z.string().nullable(),
  ownerRef: z.string(),
  status: nodeStatusSchema,
  patchBucket: patchBucketSchema,
  missing: count,
});

/** @public */
export type PatchTargetNode = z.infer<typeof patchTargetNodeSchema>;

/** `5` or `10%`, as Run Command takes it. @public */
export const rateSchema = z
  .string()
  .regex(/^([1-9]\d{0,3}|[1-9]\d?%|100%)$/, 'a number or a percentage');

/** Errors after which no further node begins: `0`, `5` or `10%`. @public */
export const errorRateSchema = z
  .string()
  .regex(/^(\d{1,4}|[1-9]\d?%|100%)$/, 'a number or a percentage');

/** @public */
export const previewPatchSchema = z
  .object({ action: patchActionSchema, selection: nodeSelectionSchema })
  .strict();

/** @public */
export type PreviewPatch = z.infer<typeof previewPatchSchema>;

/**
 * What an operation would do if it were started now.
 *
 * @public
 */
export const patchPreviewSchema = z.object({
  action: patchActionSchema,
  /** Nodes that take part, by title. */
  nodes: z.array(patchTargetNodeSchema),
  skipped: z.array(
    patchTargetNodeSchema.extend({
      reason: skipReasonSchema,
      /** The reason in a sentence. */
      detail: z.string(),
    }),
  ),
  /** Nodes by (account, Region), each with how many commands they take. */
  places: z.array(
    z.object({
      account: z.string(),
      accountName: z.string().nullable(),
      region: z.string(),
      nodes: count,
      commands: count,
    }),
  ),
  /** What is chosen unless the caller says otherwise: the AWS console's values for that many nodes. */
  defaults: z.object({
    maxConcurrency: rateSchema,
    maxErrors: z.string(),
    rebootOption: z.enum(['RebootIfNeeded', 'NoReboot']),
  }),
  /** The number of nodes that has to be typed to confirm; null when none has to. */
  confirm: count.nullable(),
  /** The most nodes one operation may have. More are refused. */
  maxNodes: count,
  /** Tells this set of nodes; to be given when starting, which is refused when it differs by then. */
  digest: z.string(),
});

/** @public */
export type PatchPreview = z.infer<typeof patchPreviewSchema>;

/** @public */
export const startPatchSchema = z
  .object({
    action: patchActionSchema,
    selection: nodeSelectionSchema,
    /** From the preview. */
    digest: z.string().min(1).max(64),
    /** Chosen by the caller; the same one again gives the operation that it started before. */
    idempotencyKey: z.string().uuid(),
    rebootOption: z.enum(['RebootIfNeeded', 'NoReboot']).optional(),
    maxConcurrency: rateSchema.optional(),
    maxErrors: errorRateSchema.optional(),
    note: z.string().trim().max(1000).optional(),
    /** The number of nodes, typed by the caller, where the preview asks for it. */
    confirm: count.optional(),
    /** The operation whose nodes are tried again: all of the selection must have been part of it, and not have succeeded. */
    retryOf: z.string().uuid().optional(),
  })
  .strict();

/** @public */
export type StartPatch = z.infer<typeof startPatchSchema>;

/** One word for an operation. @public */
export const operationStateSchema = z.enum([
  'queued',
  'running',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
]);

/** @public */
export type OperationState = z.infer<typeof operationStateSchema>;

/** One word for a node in an operation. @public */
export const nodeOutcomeSchema = z.enum([
  'queued',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'timed-out',
  'cancelled',
  /** It was never sent; the detail says why. */
  'not-sent',
]);

/** @public */
export type NodeOutcome = z.infer<typeof nodeOutcomeSchema>;

/**
 * One scan or install that somebody started from the portal.
 *
 * @public
 */
export const patchOperationSchema = z.object({
  id: z.string(),
  action: patchActionSchema,
  state: operationStateSchema,
  startedBy: z.string(),
  startedAt: timestamp,
  endedAt: timestamp.nullable(),
  note: z.string().nullable(),
  rebootOption: z.enum(['RebootIfNeeded', 'NoReboot']).nullable(),
  maxConcurrency: z.string(),
  maxErrors: z.string(),
  /** All nodes of it; the caller may see fewer. */
  nodes: count,
  /** Nodes by outcome; add up to `nodes`. */
  outcomes: z.record(nodeOutcomeSchema, count),
  /** Those that took no part when it was started, by reason. */
  skipped: z.array(z.object({ reason: skipReasonSchema, count })),
  /** The operation whose failed nodes this one tries again. */
  retryOf: z.string().nullable(),
  cancelledBy: z.string().nullable(),
  /**
   * In whose name AWS was asked: `person` is a role session named after
   * whoever started it, `portal` the portal's own credentials, where there is
   * no role to assume. Null or absent: nothing was sent yet.
   */
  sentAs: z.enum(['person', 'portal']).nullable().optional(),
  /** Whether the caller may cancel it now. */
  canCancel: z.boolean(),
  /** Whether the caller may try its failed nodes again. */
  canRetry: z.boolean(),
});

/** @public */
export type PatchOperation = z.infer<typeof patchOperationSchema>;

/** @public */
export const operationNodeSchema = z.object({
  name: z.string(),
  title: z.string(),
  nodeId: z.string(),
  account: z.string(),
  region: z.string(),
  outcome: nodeOutcomeSchema,
  /** AWS's words for it, e.g. `Delivery Timed Out`, or why it was not sent. */
  detail: z.string().nullable(),
  commandId: z.string().nullable(),
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  bucketBefore: patchBucketSchema.nullable(),
  missingBefore: count.nullable(),
  /** As of the read after the operation. */
  bucketAfter: patchBucketSchema.nullable(),
  missingAfter: count.nullable(),
  /** The command in the AWS console. */
  consoleUrl: z.string().nullable(),
});

/** @public */
export type OperationNode = z.infer<typeof operationNodeSchema>;

/** @public */
export const operationNodeQuerySchema = z.object({
  outcome: many(nodeOutcomeSchema),
  q: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2048).optional(),
});

/** @public */
export type OperationNodeQuery = z.infer<typeof operationNodeQuerySchema>;

/** Failed nodes first, then running ones, then the others by title. @public */
export const operationNodePageSchema = z.object({
  items: z.array(operationNodeSchema),
  totalItems: count,
  nextCursor: z.string().nullable(),
});

/** @public */
export type OperationNodePage = z.infer<typeof operationNodePageSchema>;

/**
 * What a node printed. Text from a machine: render as text.
 *
 * @public
 */
export const operationOutputSchema = z.object({
  stdout: z.string(),
  stderr: z.string(),
  /** AWS keeps 24,000 characters of the one and 8,000 of the other. */
  truncated: z.boolean(),
  exitCode: z.number().int().nullable(),
});

/** @public */
export type OperationOutput = z.infer<typeof operationOutputSchema>;

/** @public */
export const patchOperationQuerySchema = z.object({
  action: many(patchActionSchema),
  state: many(operationStateSchema),
  /** Entity ref of a user, or `me`. */
  startedBy: z.string().max(512).optional(),
  /** Only those with this node. */
  node: z.string().max(63).optional(),
  /** Only those with a node of this catalog entity. */
  relatedTo: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(2048).optional(),
});

/** @public */
export type PatchOperationQuery = z.infer<typeof patchOperationQuerySchema>;

/** @public */
export type PatchOperationRequest = Partial<PatchOperationQuery>;

/** Those with a node that the caller may see, newest first. @public */
export const patchOperationPageSchema = z.object({
  items: z.array(patchOperationSchema),
  nextCursor: z.string().nullable(),
});

/** @public */
export type PatchOperationPage = z.infer<typeof patchOperationPageSchema>;
