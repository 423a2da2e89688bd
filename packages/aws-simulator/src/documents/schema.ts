import { z } from 'zod';
import { Json } from './types';

/** Any plain data. */
const json: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(json),
    z.record(z.string(), json),
  ]),
);

const inputs = z.record(z.string(), json);
const flag = z.union([z.boolean(), z.string()]);
const STEP_NAME = /^[a-zA-Z0-9_]{3,128}$/;
const RESOURCE_TYPE = /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z]+$/;
const LIST_TYPE = /^List<AWS::[A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z]+>$/;

const AUTOMATION_TYPES = [
  'String',
  'StringList',
  'Integer',
  'Boolean',
  'MapList',
  'StringMap',
];

/** Actions of Automation. */
export const AUTOMATION_ACTIONS: readonly string[] = [
  'approve',
  'assertAwsResourceProperty',
  'branch',
  'changeInstanceState',
  'copyImage',
  'createImage',
  'createStack',
  'createTags',
  'deleteImage',
  'deleteStack',
  'executeAutomation',
  'executeAwsApi',
  'executeScript',
  'executeStateMachine',
  'invokeLambdaFunction',
  'invokeWebhook',
  'loop',
  'pause',
  'runCommand',
  'runInstances',
  'sleep',
  'updateVariable',
  'waitForAwsResourceProperty',
].map(name => `aws:${name}`);

const parameterRules = {
  description: z.string().optional(),
  default: json.optional(),
  allowedValues: z.array(json).optional(),
  allowedPattern: z.string().optional(),
  minChars: z.number().optional(),
  maxChars: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
};

const automationParameter = z.strictObject({
  type: z
    .string()
    .refine(
      type =>
        AUTOMATION_TYPES.includes(type) ||
        RESOURCE_TYPE.test(type) ||
        LIST_TYPE.test(type),
      'is not a type that a parameter can have',
    ),
  displayType: z.enum(['textfield', 'textarea']).optional(),
  ...parameterRules,
});

const commandParameter = z.strictObject({
  type: z.enum([
    'String',
    'StringList',
    'Integer',
    'Boolean',
    'MapList',
    'StringMap',
  ]),
  displayType: z.enum(['textfield', 'textarea']).optional(),
  interpolationType: z.enum(['ENV_VAR', 'RAW']).optional(),
  ...parameterRules,
});

const output = z.strictObject({
  Name: z.string().regex(/^[a-zA-Z0-9_]{1,100}$/),
  Selector: z.string(),
  Type: z.enum([
    'String',
    'StringList',
    'Integer',
    'Boolean',
    'MapList',
    'StringMap',
  ]),
});

const choice = z.looseObject({ NextStep: z.string() });

/** A step of an Automation document, with all that may stand around its inputs. */
export const automationStep = z.strictObject({
  name: z.string().regex(STEP_NAME),
  action: z.string().refine(action => AUTOMATION_ACTIONS.includes(action), {
    error: issue => `Invalid action ${String(issue.input)}`,
  }),
  description: z.string().optional(),
  inputs: inputs.optional(),
  outputs: z.array(output).optional(),
  maxAttempts: z
    .union([z.number().int().min(1).max(10), z.string()])
    .optional(),
  timeoutSeconds: z.union([z.number().int().min(1), z.string()]).optional(),
  onFailure: z.string().optional(),
  onCancel: z.string().optional(),
  isCritical: flag.optional(),
  isEnd: flag.optional(),
  nextStep: z.string().optional(),
});

/** Content of an Automation document. */
export const automationContent = z.strictObject({
  schemaVersion: z.literal('0.3'),
  description: z.string().optional(),
  assumeRole: z.string().optional(),
  parameters: z.record(z.string(), automationParameter).optional(),
  variables: z
    .record(
      z.string(),
      z.strictObject({
        type: z.enum(AUTOMATION_TYPES),
        default: json.optional(),
        description: z.string().optional(),
        allowedValues: z.array(json).optional(),
        allowedPattern: z.string().optional(),
      }),
    )
    .optional(),
  mainSteps: z.array(automationStep).min(1),
  outputs: z.array(z.string()).optional(),
  files: inputs.optional(),
});

/** What an `aws:branch` needs. */
export const branchInputs = z.looseObject({
  Choices: z.array(choice).min(1),
  Default: z.string().optional(),
});

/** What an `aws:loop` needs. */
export const loopInputs = z.looseObject({
  Steps: z.array(automationStep).min(1),
  Iterators: json.optional(),
  LoopCondition: inputs.optional(),
  MaxIterations: z.union([z.number(), z.string()]).optional(),
  IteratorDataType: z.string().optional(),
});

/** Content of a Command document of schema 2.x. */
export const commandContent = z.strictObject({
  schemaVersion: z.enum(['2.0', '2.2']),
  description: z.string().optional(),
  parameters: z.record(z.string(), commandParameter).optional(),
  mainSteps: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
        action: z.string().regex(/^aws:[a-zA-Z]+$/),
        description: z.string().optional(),
        inputs: inputs.optional(),
        precondition: inputs.optional(),
        maxAttempts: z.number().optional(),
        timeoutSeconds: z.union([z.number(), z.string()]).optional(),
        onFailure: z.enum(['exit', 'successAndExit']).optional(),
        onSuccess: z.enum(['exit']).optional(),
        finallyStep: z.boolean().optional(),
      }),
    )
    .min(1),
  files: inputs.optional(),
});

/** Content of a Command document of schema 1.2. */
export const oldCommandContent = z.strictObject({
  schemaVersion: z.literal('1.2'),
  description: z.string().optional(),
  parameters: z.record(z.string(), commandParameter).optional(),
  runtimeConfig: z.record(
    z.string().regex(/^aws:[a-zA-Z]+$/),
    z.looseObject({ properties: json, description: z.string().optional() }),
  ),
});
