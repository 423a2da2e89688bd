import {
  AutomationExecution as Shown,
  AutomationExecutionMetadata,
  ProgressCounters,
  StepExecution,
} from '@aws-sdk/client-ssm';
import { successors } from '../../documents/steps';
import {
  AutomationExecution,
  isRateControl,
  StepRecord,
} from '../../automation/types';
import { toOutput } from '../../automation/values';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';

/** More steps than this are not all in GetAutomationExecution. */
const MOST_STEPS = 100;
export const EXECUTION_ID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}

/**
 * An execution of the account and Region.
 *
 * @throws AwsError AutomationExecutionNotFoundException
 */
export function executionOf(
  { automations, account, region }: RequestContext,
  id: string | undefined,
): AutomationExecution {
  const execution = automations.store.find(account, region, id ?? '');
  if (!execution) {
    throw new AwsError(
      'AutomationExecutionNotFoundException',
      `Automation execution with ID ${id} could not be found.`,
    );
  }
  return execution;
}

/** ARN of an execution. */
export function executionArn(
  id: string | undefined,
  { account, region }: RequestContext,
): string {
  return `arn:aws:ssm:${region}:${account}:automation-execution/${id ?? '*'}`;
}

function nextOf(record: StepRecord): string[] {
  return record.action === 'aws:executeAutomation' &&
    record.step.inputs.DocumentName === undefined
    ? []
    : successors(record.step);
}

/** A step as Automation shows it. */
export function toStep(record: StepRecord): StepExecution {
  const { step, parent } = record;
  return {
    StepName: record.name,
    Action: record.action,
    StepExecutionId: record.id,
    StepStatus: record.status,
    TimeoutSeconds:
      typeof step.timeoutSeconds === 'number' ? step.timeoutSeconds : undefined,
    OnFailure: step.onFailure,
    MaxAttempts: step.maxAttempts,
    ExecutionStartTime: dateOf(record.startedAt),
    ExecutionEndTime: dateOf(record.endedAt),
    ResponseCode: record.responseCode,
    Response: record.response,
    Inputs: record.inputs,
    Outputs: Object.fromEntries(
      Object.entries(record.values).map(([name, value]) => [
        name,
        toOutput(value),
      ]),
    ),
    FailureMessage: record.failureMessage,
    FailureDetails: record.failureDetails,
    IsEnd: String(step.isEnd) === 'true',
    NextStep: step.nextStep,
    IsCritical: String(step.isCritical) === 'true',
    ValidNextSteps: nextOf(record),
    ...(parent && {
      ParentStepDetails: {
        StepExecutionId: parent.stepExecutionId,
        StepName: parent.stepName,
        Action: 'aws:loop',
        Iteration: parent.iteration,
        IteratorValue: parent.iteratorValue,
      },
    }),
  };
}

function progressOf({
  steps,
  resolved,
}: AutomationExecution): ProgressCounters {
  const count = (...statuses: string[]) =>
    steps.filter(({ status }) => statuses.includes(status)).length;
  return {
    TotalSteps: resolved?.length ?? steps.length,
    SuccessSteps: count('Success'),
    FailedSteps: count('Failed'),
    CancelledSteps: count('Cancelled'),
    TimedOutSteps: count('TimedOut'),
  };
}

function parametersOf({
  request,
}: AutomationExecution): Record<string, string[]> {
  return { ...request.parameters };
}

/** What both views of an execution have in common. */
function base(execution: AutomationExecution) {
  const { request, currentStep, resolved } = execution;
  return {
    AutomationExecutionId: execution.id,
    DocumentName: request.documentName,
    DocumentVersion: request.documentVersion,
    AutomationExecutionStatus: execution.status,
    ExecutionStartTime: dateOf(execution.startedAt),
    ExecutionEndTime: dateOf(execution.endedAt),
    ExecutedBy: request.executedBy,
    Outputs: execution.outputs,
    Mode: request.mode,
    ParentAutomationExecutionId: execution.parentId,
    CurrentStepName: execution.endedAt === undefined ? currentStep?.name : '',
    CurrentAction: execution.endedAt === undefined ? currentStep?.action : '',
    FailureMessage: execution.failureMessage,
    TargetParameterName: request.targetParameterName,
    Targets: request.targets ? [...request.targets] : [],
    TargetMaps: request.targetMaps,
    ResolvedTargets: {
      ParameterValues: (resolved ?? []).slice(0, 50),
      Truncated: (resolved?.length ?? 0) > 50,
    },
    MaxConcurrency: isRateControl(execution)
      ? request.maxConcurrency ?? '10'
      : undefined,
    MaxErrors: isRateControl(execution) ? request.maxErrors ?? '0' : undefined,
    Target: request.target,
  };
}

/** An execution with its steps. */
export function toExecution(execution: AutomationExecution): Shown {
  const { steps } = execution;
  return {
    ...base(execution),
    Parameters: parametersOf(execution),
    StepExecutions: steps.slice(0, MOST_STEPS).map(toStep),
    StepExecutionsTruncated: steps.length > MOST_STEPS,
    ProgressCounters: isRateControl(execution)
      ? progressOf(execution)
      : undefined,
    Variables: Object.fromEntries(
      Object.entries(execution.variables).map(([name, value]) => [
        name,
        toOutput(value),
      ]),
    ),
  };
}

/** An execution as it is listed. */
export function toMetadata(
  execution: AutomationExecution,
): AutomationExecutionMetadata {
  return { ...base(execution), AutomationType: 'Local', LogFile: '' };
}
