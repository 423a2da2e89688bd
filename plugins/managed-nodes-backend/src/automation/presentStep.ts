import { StepExecution } from '@aws-sdk/client-ssm';
import { RunStep } from '@managed-nodes/plugin-managed-nodes-common';
import { cleanOutput } from '../commands/output';
import { cleanText } from '../nodes/text';
import { toStepState } from './statuses';

/** Characters of an input or output that are shown. */
const MAX_TEXT = 4_000;

/** Inputs, and outputs, of a step that are shown. */
const MAX_TEXTS = 20;

const MAX_NAME = 128;

/** What somebody may do about a step that waits, by its action. */
const SIGNALS: Record<string, RunStep['signals']> = {
  'aws:approve': ['approve', 'reject'],
  'aws:pause': ['resume'],
};

function name(text: string | undefined): string {
  return cleanText(text, MAX_NAME) ?? '?';
}

function time(date: Date | undefined): string | null {
  return date?.toISOString() ?? null;
}

function capped(entries: Array<[string, string]>): Record<string, string> {
  return Object.fromEntries(
    entries
      .slice(0, MAX_TEXTS)
      .map(([key, value]) => [name(key), cleanOutput(value, MAX_TEXT)]),
  );
}

/** Outputs as texts that are safe to show. */
export function presentOutputs(
  outputs: Record<string, string[]> | undefined,
): Record<string, string> {
  return capped(
    Object.entries(outputs ?? {}).map(([key, values]) => [
      key,
      values.join('\n'),
    ]),
  );
}

/** Turns a step of AWS into a step of the API. */
export function presentStep(
  step: StepExecution,
  execution: { account: string; region: string; awsId: string },
  parentId: string | null,
): RunStep {
  const { ParentStepDetails: parent } = step;
  const state = toStepState(step.StepStatus);
  const action = name(step.Action);
  return {
    id: name(step.StepExecutionId),
    execution: execution.awsId,
    account: execution.account,
    region: execution.region,
    parentId: parent?.StepExecutionId ? name(parent.StepExecutionId) : parentId,
    iteration: parent?.Iteration ?? null,
    iterationValue: cleanText(parent?.IteratorValue, MAX_NAME) ?? null,
    name: name(step.StepName),
    action,
    state,
    startedAt: time(step.ExecutionStartTime),
    endedAt: time(step.ExecutionEndTime),
    inputs: capped(Object.entries(step.Inputs ?? {})),
    outputs: presentOutputs(step.Outputs),
    failure:
      cleanOutput(step.FailureMessage, MAX_TEXT) ||
      (state === 'failed' ? cleanOutput(step.Response, MAX_TEXT) : '') ||
      null,
    signals: state === 'waiting' ? SIGNALS[action] ?? [] : [],
  };
}
