import { z } from 'zod';
import {
  documentContentSchema,
  documentKindSchema,
  documentParameterSchema,
  parameterValueSchema,
  stepRiskSchema,
} from './documents';
import { many } from './many';

const count = z.number().int().nonnegative();
const timestamp = z.string().datetime({ offset: true });

/** The id of a runbook, by which config publishes it. @public */
export const runbookIdSchema = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'the id of a runbook');

/** When a run has to be approved. @public */
export const approvalRuleSchema = z.enum([
  'never',
  /** On some nodes, or on many: a preview says whether. */
  'sometimes',
  'always',
]);

/** @public */
export const runbookSummarySchema = z.object({
  id: runbookIdSchema,
  title: z.string(),
  description: z.string(),
  /** Name of one of Backstage's system icons. */
  icon: z.string().nullable(),
  category: z.string(),
  docsUrl: z.string().nullable(),
  kind: documentKindSchema,
  document: z.string(),
  risk: stepRiskSchema,
  approval: approvalRuleSchema,
  /** Whether it is run on nodes; others are run once in each place that config names. */
  onNodes: z.boolean(),
  /** On how many of the caller's nodes they may run it now. */
  nodes: count,
  /** Whether the caller may run it at all, on some node. */
  mayRun: z.boolean(),
  /** Why the caller may not, in a sentence. Null when they may. */
  whyNot: z.string().nullable(),
  /** What is wrong with its publication; such a runbook cannot be run. Shown to operators only. */
  problem: z.string().nullable(),
});

/** @public */
export type RunbookSummary = z.infer<typeof runbookSummarySchema>;

/** @public */
export const runbookListSchema = z.object({
  items: z.array(runbookSummarySchema),
});

/** @public */
export type RunbookList = z.infer<typeof runbookListSchema>;

/** @public */
export const runbookQuerySchema = z.object({
  /** Only those that may be run on this node. */
  node: z.string().max(63).optional(),
  /** Only those that may be run on nodes of this catalog entity. */
  relatedTo: z.string().max(512).optional(),
});

/** @public */
export type RunbookQuery = z.infer<typeof runbookQuerySchema>;

/** A parameter as a form asks for it. Hidden and fixed ones are no part of forms. @public */
export const runbookParameterSchema = documentParameterSchema.extend({
  title: z.string(),
  /** What it takes when nobody says otherwise; the publication's word comes before the document's. */
  default: parameterValueSchema.nullable(),
  required: z.boolean(),
  /** It takes the caller's nodes, which are chosen, not typed. */
  takesNodes: z.boolean(),
});

/** @public */
export type RunbookParameter = z.infer<typeof runbookParameterSchema>;

/** @public */
export const runbookSchema = runbookSummarySchema.extend({
  content: documentContentSchema,
  /** The version that would run now, in the place it was read from. */
  version: z.string(),
  /** Sha256 of its content. */
  hash: z.string(),
  form: z.array(runbookParameterSchema),
  /** What the publication sets, shown so that nobody is surprised. Hidden ones are left out. */
  fixed: z.array(z.object({ name: z.string(), value: parameterValueSchema })),
  maxNodes: count,
  /** In words, e.g. `on more than 5 nodes, and always in production`. */
  approvalWords: z.string().nullable(),
  approvers: z.array(z.string()),
  /** Who may run it, in words. */
  audience: z.string(),
  /** Freezes that hold now or will. */
  freezes: z.array(
    z.object({ name: z.string(), from: timestamp, to: timestamp }),
  ),
  /** Whether runs write to a table that the portal shows. */
  hasResults: z.boolean(),
});

/** @public */
export type Runbook = z.infer<typeof runbookSchema>;

/** @public */
export const documentQuerySchema = z.object({
  q: z.string().max(256).optional(),
  owner: many(z.enum(['Self', 'Amazon', 'Shared'])),
  kind: many(documentKindSchema),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(2048).optional(),
});

/** @public */
export type DocumentQuery = z.infer<typeof documentQuerySchema>;
