import { AwsError } from '../protocol/AwsError';
import { automationStep, branchInputs, loopInputs } from './schema';
import { DocumentContent, DocumentStep, Json } from './types';

/** A step as it was given, its inputs not looked into. */
interface GivenStep {
  name: string;
  action: string;
  description?: string;
  inputs?: Record<string, Json>;
  outputs?: DocumentStep['outputs'];
  maxAttempts?: number | string;
  timeoutSeconds?: number | string;
  onFailure?: string;
  onCancel?: string;
  isCritical?: boolean | string;
  isEnd?: boolean | string;
  nextStep?: string;
  precondition?: Json;
}

/** A step with what was left out. */
export function readStep(given: GivenStep): DocumentStep {
  return {
    name: given.name,
    action: given.action,
    description: given.description,
    inputs: given.inputs ?? {},
    outputs: given.outputs ?? [],
    maxAttempts: Number(given.maxAttempts ?? 1) || 1,
    timeoutSeconds: given.timeoutSeconds,
    onFailure: given.onFailure ?? 'Abort',
    onCancel: given.onCancel ?? 'Abort',
    isCritical: given.isCritical ?? true,
    isEnd: given.isEnd ?? false,
    nextStep: given.nextStep,
    precondition: given.precondition,
  };
}

/** Inputs without which an action can do nothing. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'aws:approve': ['Approvers'],
  'aws:assertAwsResourceProperty': [
    'Service',
    'Api',
    'PropertySelector',
    'DesiredValues',
  ],
  'aws:branch': ['Choices'],
  'aws:changeInstanceState': ['InstanceIds', 'DesiredState'],
  'aws:executeAutomation': ['DocumentName'],
  'aws:executeAwsApi': ['Service', 'Api'],
  'aws:executeScript': ['Runtime'],
  'aws:loop': ['Steps'],
  'aws:runCommand': ['DocumentName'],
  'aws:updateVariable': ['Name', 'Value'],
  'aws:waitForAwsResourceProperty': [
    'Service',
    'Api',
    'PropertySelector',
    'DesiredValues',
  ],
};

function invalid(why: string): AwsError {
  return new AwsError('InvalidDocumentContent', why);
}

/** The steps of a loop. */
export function loopSteps(step: DocumentStep): DocumentStep[] {
  const parsed = loopInputs.safeParse(step.inputs);
  if (!parsed.success) {
    throw invalid(
      `Input ${step.name} is not valid: ${parsed.error.issues[0].message}`,
    );
  }
  return parsed.data.Steps.map(each => readStep(automationStep.parse(each)));
}

/** Names of steps that a step may go on with, other than the next one. */
export function successors(step: DocumentStep): string[] {
  const jumps = [step.onFailure, step.onCancel].flatMap(text =>
    text.startsWith('step:') ? [text.slice('step:'.length)] : [],
  );
  const branch =
    step.action === 'aws:branch' ? branchInputs.safeParse(step.inputs) : null;
  if (branch && !branch.success) {
    throw invalid(
      `Input ${step.name} is not valid: ${branch.error.issues[0].message}`,
    );
  }
  return [
    ...(step.nextStep ? [step.nextStep] : []),
    ...jumps,
    ...(branch?.data?.Choices.map(choice => choice.NextStep) ?? []),
    ...(branch?.data?.Default ? [branch.data.Default] : []),
  ];
}

function checkList(steps: readonly DocumentStep[], inLoop: boolean): void {
  const names = new Set(steps.map(step => step.name));
  if (names.size < steps.length) {
    throw invalid('Step names in mainSteps must be unique.');
  }
  for (const step of steps) {
    const missing = (REQUIRED[step.action] ?? []).find(
      name => step.inputs[name] === undefined,
    );
    if (missing) {
      throw invalid(
        `Input ${missing} is required by action ${step.action} in step ${step.name}.`,
      );
    }
    for (const text of [step.onFailure, step.onCancel]) {
      if (!/^(Abort|Continue|step:[a-zA-Z0-9_]+)$/.test(text)) {
        throw invalid(
          `Invalid onFailure or onCancel ${text} in step ${step.name}.`,
        );
      }
    }
    const stranger = successors(step).find(name => !names.has(name));
    if (stranger !== undefined) {
      throw invalid(
        `Step ${step.name} refers to step ${stranger}, which does not exist.`,
      );
    }
    if (step.action === 'aws:loop') {
      if (inLoop) {
        throw invalid(`Step ${step.name}: a loop can't hold another loop.`);
      }
      checkLoop(step);
    }
  }
}

function checkLoop(step: DocumentStep): void {
  const { Iterators, LoopCondition } = step.inputs;
  if ((Iterators === undefined) === (LoopCondition === undefined)) {
    throw invalid(
      `Step ${step.name} must have either Iterators or LoopCondition.`,
    );
  }
  checkList(loopSteps(step), true);
}

const REFERENCE = /\{\{\s*([^{}]*?)\s*\}\}/g;

function* references(value: Json): Generator<string> {
  if (typeof value === 'string') {
    for (const [, name] of value.matchAll(REFERENCE)) {
      yield name;
    }
  } else if (Array.isArray(value)) {
    for (const item of value) {
      yield* references(item);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const item of Object.values(value)) {
      yield* references(item);
    }
  }
}

/**
 * Checks what schemas can't: that steps and parameters which are named exist.
 *
 * @throws AwsError InvalidDocumentContent
 */
export function checkSteps(content: DocumentContent): void {
  checkList(content.steps, false);
  const known = new Set([
    ...content.parameters.map(({ name }) => name),
    ...content.steps.flatMap(step => [
      step.name,
      ...(step.action === 'aws:loop'
        ? loopSteps(step).map(each => each.name)
        : []),
    ]),
  ]);
  for (const step of content.steps) {
    for (const name of references({ ...step.inputs })) {
      const [scope] = name.split('.');
      const variable = /^variable:(\w+)/.exec(name);
      if (
        variable
          ? !Object.hasOwn(content.variables, variable[1])
          : !/^[a-z]+:/.test(name) && !known.has(scope.replace(/\[.*$/, ''))
      ) {
        throw invalid(
          `Parameter ${name} is used in step ${step.name} but is not defined.`,
        );
      }
    }
  }
}
