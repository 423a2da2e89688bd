import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What a document is run by. @public */
export const documentKindSchema = z.enum(['automation', 'command']);

/** @public */
export type DocumentKind = z.infer<typeof documentKindSchema>;

/** The types that AWS knows of parameters, resources included. @public */
export const documentParameterTypeSchema = z.enum([
  'String',
  'StringList',
  'Boolean',
  'Integer',
  'MapList',
  'StringMap',
  'AWS::EC2::Instance::Id',
  'List<AWS::EC2::Instance::Id>',
  'AWS::S3::Bucket::Name',
  'List<AWS::S3::Bucket::Name>',
  'AWS::IAM::Role::Arn',
  'List<AWS::IAM::Role::Arn>',
]);

/** @public */
export type DocumentParameterType = z.infer<typeof documentParameterTypeSchema>;

/**
 * The value of a parameter as people give it. The server turns it into the
 * lists of strings that AWS takes.
 *
 * @public
 */
export const parameterValueSchema = z.union([
  z.string().max(8192),
  z.number().int(),
  z.boolean(),
  z.array(z.string().max(8192)).max(50),
  z.array(z.record(z.string(), z.unknown())).max(50),
  z.record(z.string(), z.unknown()),
]);

/** @public */
export type ParameterValue = z.infer<typeof parameterValueSchema>;

/** Values by the names of parameters. @public */
export const parameterValuesSchema = z.record(
  z.string().regex(/^[A-Za-z0-9_]{1,50}$/, 'the name of a parameter'),
  parameterValueSchema,
);

/** @public */
export type ParameterValues = z.infer<typeof parameterValuesSchema>;

/** A parameter as the document has it. @public */
export const documentParameterSchema = z.object({
  name: z.string(),
  type: documentParameterTypeSchema,
  description: z.string().nullable(),
  /** Null: it has none and must be given. */
  default: parameterValueSchema.nullable(),
  allowedValues: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .nullable(),
  /** As Java's regular expressions are; the whole value has to match. */
  allowedPattern: z.string().nullable(),
  minChars: count.nullable(),
  maxChars: count.nullable(),
  minItems: count.nullable(),
  maxItems: count.nullable(),
  /** Whether it is a text of many lines. */
  multiline: z.boolean(),
});

/** @public */
export type DocumentParameter = z.infer<typeof documentParameterSchema>;

/**
 * What a step may do to machines or to AWS, by its action: `reads` changes
 * nothing, `changes` may change something, `runs-code` may do anything on a
 * machine or in AWS.
 *
 * @public
 */
export const stepRiskSchema = z.enum(['reads', 'changes', 'runs-code']);

/** @public */
export type StepRisk = z.infer<typeof stepRiskSchema>;

/** A step of a document. @public */
export interface DocumentStep {
  name: string;
  /** E.g. `aws:runCommand`. */
  action: string;
  description: string | null;
  risk: StepRisk;
  /** The steps that may come after it, and when. */
  next: Array<{ step: string; when: string | null }>;
  /** Ends the run, whatever comes after it in the document. */
  isEnd: boolean;
  onFailure: string | null;
  /** Of a loop: what is done again and again. */
  steps: DocumentStep[];
}

/** @public */
export const documentStepSchema: z.ZodType<DocumentStep> = z.object({
  name: z.string(),
  action: z.string(),
  description: z.string().nullable(),
  risk: stepRiskSchema,
  next: z.array(z.object({ step: z.string(), when: z.string().nullable() })),
  isEnd: z.boolean(),
  onFailure: z.string().nullable(),
  get steps() {
    return z.array(documentStepSchema);
  },
});

/**
 * What a document says, as far as people are concerned.
 *
 * @public
 */
export const documentContentSchema = z.object({
  kind: documentKindSchema,
  schemaVersion: z.string(),
  description: z.string().nullable(),
  parameters: z.array(documentParameterSchema),
  steps: z.array(documentStepSchema),
  /** The worst of the risks of its steps. */
  risk: stepRiskSchema,
});

/** @public */
export type DocumentContent = z.infer<typeof documentContentSchema>;

/** A document that is there to be run. @public */
export const documentSummarySchema = z.object({
  /** As AWS has it: a name, or the ARN of one that another account shares. */
  name: z.string(),
  kind: documentKindSchema,
  owner: z.string(),
  title: z.string().nullable(),
  version: z.string(),
  platforms: z.array(z.string()),
  /** How many Regions of how many accounts have it. */
  places: count,
  /** The ids of the runbooks that publish it. */
  runbooks: z.array(z.string()),
});

/** @public */
export type DocumentSummary = z.infer<typeof documentSummarySchema>;

/** @public */
export const documentPageSchema = z.object({
  items: z.array(documentSummarySchema),
  nextCursor: z.string().nullable(),
});

/** @public */
export type DocumentPage = z.infer<typeof documentPageSchema>;

/** A document as operators look at it before they publish it. @public */
export const documentDetailsSchema = documentSummarySchema.extend({
  content: documentContentSchema,
  /** As AWS has it. */
  text: z.string(),
  /** For `managedNodes.runbooks` of the app config, in YAML. */
  snippet: z.string(),
});

/** @public */
export type DocumentDetails = z.infer<typeof documentDetailsSchema>;
