import { z } from 'zod';
import {
  documentKindSchema,
  parameterValueSchema,
  parameterValuesSchema,
} from './documents';
import { many } from './many';
import {
  errorRateSchema,
  nodeOutcomeSchema,
  nodeSelectionSchema,
  operationNodeQuerySchema,
  operationNodeSchema,
  patchTargetNodeSchema,
  rateSchema,
} from './patchOperations';
import { runbookIdSchema } from './runbooks';

const count = z.number().int().nonnegative();
const timestamp = z.string().datetime({ offset: true });

/** Why a node takes no part in a run. @public */
export const runSkipReasonSchema = z.enum([
  /** The caller may see the node but not run this on it. */
  'not-permitted',
  /** The publication leaves it out. */
  'not-published',
  /** Its agent does not answer, or its instance is stopped. */
  'offline',
  /** It is missing from the last listing, or left. */
  'gone',
  /** The document is not made for its platform. */
  'wrong-platform',
  /** The account and Region have no such document, or another one than was published. */
  'no-document',
  /** Another run or operation from the portal is under way there. */
  'already-running',
  /** A freeze holds there now. */
  'freeze',
]);

/** @public */
export type RunSkipReason = z.infer<typeof runSkipReasonSchema>;

/** @public */
export const previewRunSchema = z
  .object({
    runbook: runbookIdSchema,
    /** Left out where the runbook is run on no nodes. */
    selection: nodeSelectionSchema.optional(),
    parameters: parameterValuesSchema.default({}),
  })
  .strict();

/** @public */
export type PreviewRun = z.infer<typeof previewRunSchema>;

/** @public */
export const runParameterSchema = z.object({
  name: z.string(),
  value: parameterValueSchema,
  /** Who says so. */
  from: z.enum(['person', 'publication', 'document', 'nodes']),
});

/** What a run would do if it were started now. @public */
export const runPreviewSchema = z.object({
  runbook: runbookIdSchema,
  document: z.object({
    name: z.string(),
    kind: documentKindSchema,
    version: z.string(),
    hash: z.string(),
  }),
  nodes: z.array(patchTargetNodeSchema),
  skipped: z.array(
    patchTargetNodeSchema.extend({
      reason: runSkipReasonSchema,
      detail: z.string(),
    }),
  ),
  places: z.array(
    z.object({
      account: z.string(),
      accountName: z.string().nullable(),
      region: z.string(),
      nodes: count,
    }),
  ),
  /** Exactly what AWS gets, hidden ones left out. */
  parameters: z.array(runParameterSchema),
  /** What AWS says of the steps; null where it does not, or not in time. */
  steps: z
    .object({ mutating: count, nonMutating: count, undetermined: count })
    .nullable(),
  /** Null: nobody has to approve. */
  approval: z
    .object({ reasons: z.array(z.string()), approvers: z.array(z.string()) })
    .nullable(),
  defaults: z.object({ maxConcurrency: rateSchema, maxErrors: z.string() }),
  /** The number of nodes that has to be typed to confirm; null when none has to. */
  confirm: count.nullable(),
  maxNodes: count,
  /** Tells this document, these nodes and these parameters; to be given when starting. */
  digest: z.string(),
});

/** @public */
export type RunPreview = z.infer<typeof runPreviewSchema>;

/** @public */
export const startRunSchema = previewRunSchema
  .extend({
    digest: z.string().min(1).max(64),
    /** Chosen by the caller; the same one again gives the run that it started before. */
    idempotencyKey: z.string().uuid(),
    maxConcurrency: rateSchema.optional(),
    maxErrors: errorRateSchema.optional(),
    note: z.string().trim().max(1000).optional(),
    confirm: count.optional(),
    /** The run whose nodes are tried again: all of the selection must have been part of it, and not have succeeded. */
    retryOf: z.string().uuid().optional(),
  })
  .strict();

/** @public */
export type StartRun = z.infer<typeof startRunSchema>;

/** One word for a run. @public */
export const runStateSchema = z.enum([
  'awaiting-approval',
  /** Approved: whoever asked for it may start it now. */
  'approved',
  'queued',
  'running',
  /** A step waits for a person. */
  'waiting',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
  /** Whoever had to approve it did not want it. */
  'rejected',
  /** Nobody approved it in time, or nobody started it after that. */
  'expired',
]);

/** @public */
export type RunState = z.infer<typeof runStateSchema>;

/** @public */
export const runApprovalSchema = z.object({
  state: z.enum(['pending', 'approved', 'rejected', 'expired']),
  reasons: z.array(z.string()),
  approvers: z.array(z.string()),
  expiresAt: timestamp,
  decidedBy: z.string().nullable(),
  decidedAt: timestamp.nullable(),
  comment: z.string().nullable(),
  /** Whether the caller may decide it now. */
  canDecide: z.boolean(),
});

/** @public */
export type RunApproval = z.infer<typeof runApprovalSchema>;

/** One launch of a runbook. @public */
export const runSchema = z.object({
  id: z.string(),
  runbook: runbookIdSchema,
  title: z.string(),
  kind: documentKindSchema,
  document: z.string(),
  version: z.string(),
  hash: z.string(),
  state: runStateSchema,
  startedBy: z.string(),
  startedAt: timestamp,
  /** When AWS was asked first; null: not yet. */
  launchedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  note: z.string().nullable(),
  parameters: z.array(runParameterSchema),
  maxConcurrency: z.string(),
  maxErrors: z.string(),
  nodes: count,
  outcomes: z.record(nodeOutcomeSchema, count),
  skipped: z.array(z.object({ reason: runSkipReasonSchema, count })),
  approval: runApprovalSchema.nullable(),
  retryOf: z.string().nullable(),
  cancelledBy: z.string().nullable(),
  /** Why it failed, where that is not about single nodes. */
  failure: z.string().nullable(),
  sentAs: z.enum(['person', 'portal']).nullable(),
  hasResults: z.boolean(),
  /** Whether the caller may start it now, after it was approved. */
  canStart: z.boolean(),
  canCancel: z.boolean(),
  canRetry: z.boolean(),
});

/** @public */
export type Run = z.infer<typeof runSchema>;

/** @public */
export const runQuerySchema = z.object({
  runbook: many(runbookIdSchema),
  state: many(runStateSchema),
  /** Entity ref of a user, `me`, or of a group: those of its members. */
  startedBy: z.string().max(512).optional(),
  node: z.string().max(63).optional(),
  relatedTo: z.string().max(512).optional(),
  /** Only those that the caller may decide. */
  toDecide: z
    .enum(['true', 'false'])
    .transform(value => value === 'true')
    // A transform by itself has no JSON schema, which the API is described by.
    .pipe(z.boolean())
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(2048).optional(),
});

/** @public */
export type RunQuery = z.infer<typeof runQuerySchema>;

/** A request for runs, with everything that has a default left to it. @public */
export type RunRequest = Partial<RunQuery>;

/** @public */
export const runNodeQuerySchema = operationNodeQuerySchema;

/** @public */
export type RunNodeQuery = z.infer<typeof runNodeQuerySchema>;

/** Those with a node that the caller may see, or that they started, newest first. @public */
export const runPageSchema = z.object({
  items: z.array(runSchema),
  nextCursor: z.string().nullable(),
});

/** @public */
export type RunPage = z.infer<typeof runPageSchema>;

/** @public */
export const runNodeSchema = operationNodeSchema
  .omit({
    commandId: true,
    bucketBefore: true,
    missingBefore: true,
    bucketAfter: true,
    missingAfter: true,
  })
  .extend({
    /** What AWS calls it: a command, or an automation execution. */
    awsId: z.string().nullable(),
  });

/** @public */
export type RunNode = z.infer<typeof runNodeSchema>;

/** @public */
export const runNodePageSchema = z.object({
  items: z.array(runNodeSchema),
  totalItems: count,
  nextCursor: z.string().nullable(),
});

/** @public */
export type RunNodePage = z.infer<typeof runNodePageSchema>;

/** A command, or an automation execution, that a run consists of. @public */
export const runExecutionSchema = z.object({
  account: z.string(),
  accountName: z.string().nullable(),
  region: z.string(),
  /** How many nodes of the caller's it has; 0 where the runbook takes none. */
  nodes: count,
  outcome: nodeOutcomeSchema,
  detail: z.string().nullable(),
  /** Null: it was not sent yet, or never will be. */
  awsId: z.string().nullable(),
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  consoleUrl: z.string().nullable(),
});

/** @public */
export type RunExecution = z.infer<typeof runExecutionSchema>;

/** @public */
export const runExecutionsSchema = z.object({
  items: z.array(runExecutionSchema),
});

/** @public */
export type RunExecutions = z.infer<typeof runExecutionsSchema>;

/** A step of an automation execution as it was carried out. @public */
export const runStepSchema = z.object({
  id: z.string(),
  /** The execution it is of: one for each place, and one for each node below it. */
  execution: z.string(),
  account: z.string(),
  region: z.string(),
  parentId: z.string().nullable(),
  /** Of a step in a loop: how often it went round before, and what for. */
  iteration: count.nullable(),
  iterationValue: z.string().nullable(),
  name: z.string(),
  action: z.string(),
  state: z.enum([
    'pending',
    'running',
    'waiting',
    'succeeded',
    'failed',
    'timed-out',
    'cancelled',
    'skipped',
  ]),
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  /** Capped texts. */
  inputs: z.record(z.string(), z.string()),
  outputs: z.record(z.string(), z.string()),
  failure: z.string().nullable(),
  /** What a person may do about it now, if the caller may. */
  signals: z.array(z.enum(['approve', 'reject', 'resume'])),
});

/** @public */
export type RunStep = z.infer<typeof runStepSchema>;

/** @public */
export const runStepsSchema = z.object({
  items: z.array(runStepSchema),
  /** Whether there are more than can be shown. */
  truncated: z.boolean(),
  /**
   * Whether what steps started in turn is left out, as the run has too many
   * executions to read it for all: ask for each `execution` by itself.
   */
  shallow: z.boolean(),
  outputs: z.record(z.string(), z.string()),
});

/** @public */
export type RunSteps = z.infer<typeof runStepsSchema>;

/** @public */
export const runStepsQuerySchema = z.object({
  /** Only steps of executions of this node. */
  node: z.string().max(63).optional(),
  /** Only steps of this execution of the run: its id in AWS. */
  execution: z.string().uuid().optional(),
});

/** @public */
export type RunStepsQuery = z.infer<typeof runStepsQuerySchema>;

/** @public */
export const decideRunSchema = z
  .object({
    decision: z.enum(['approve', 'reject']),
    /** Required to reject. */
    comment: z.string().trim().max(1000).optional(),
  })
  .strict()
  .refine(({ decision, comment }) => decision === 'approve' || comment, {
    path: ['comment'],
    message: 'say why',
  });

/** @public */
export type DecideRun = z.infer<typeof decideRunSchema>;

/** @public */
export const signalStepSchema = z
  .object({
    execution: z.string().uuid(),
    signal: z.enum(['approve', 'reject', 'resume']),
    step: z.string().min(1).max(128),
    comment: z.string().trim().max(1000).optional(),
  })
  .strict();

/** @public */
export type SignalStep = z.infer<typeof signalStepSchema>;

/** @public */
export const runResultsQuerySchema = z.object({
  /** Only this node's. */
  node: z.string().max(63).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(4096).optional(),
});

/** @public */
export type RunResultsQuery = z.infer<typeof runResultsQuerySchema>;

/**
 * The channel of Backstage's signals on which it is told that a run is not as
 * it was. Messages say which, and nothing else.
 *
 * @public
 */
export const RUNS_CHANNEL = 'managed-nodes:runs';

/** @public */
export const runSignalSchema = z.object({ run: z.string() });

/** @public */
export type RunSignal = z.infer<typeof runSignalSchema>;

/** A table that a runbook fills, as far as it is about nodes the caller may see. @public */
export const runResultsSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.record(z.string(), z.string())),
  nextCursor: z.string().nullable(),
  readAt: timestamp,
});

/** @public */
export type RunResults = z.infer<typeof runResultsSchema>;
