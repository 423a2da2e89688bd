import {
  SendAutomationSignal$,
  SendAutomationSignalRequest,
  SendAutomationSignalResult,
} from '@aws-sdk/client-ssm';
import { mayApprove } from '../../automation/actions/approve';
import { AutomationExecution, StepRecord } from '../../automation/types';
import { interpolate } from '../../automation/values';
import { resolverFor } from '../../automation/references';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { EXECUTION_ID, executionArn, executionOf } from './automationViews';
import { constraints } from './limits';

const TYPES = [
  'Approve',
  'Reject',
  'StartStep',
  'StopStep',
  'Resume',
  'Revoke',
];

function invalid(message: string): AwsError {
  return new AwsError('InvalidAutomationSignalException', message);
}

function notFound(name: string): AwsError {
  return new AwsError(
    'AutomationStepNotFoundException',
    `The specified step ${name} was not found.`,
  );
}

function approversOf(
  execution: AutomationExecution,
  { step }: StepRecord,
): string[] {
  const approvers = interpolate(
    step.inputs.Approvers,
    resolverFor(execution, []),
  );
  return (Array.isArray(approvers) ? approvers : [approvers]).map(String);
}

function checkApproval(execution: AutomationExecution, sender: string): void {
  const step = execution.currentStep;
  if (step?.action !== 'aws:approve' || step.status !== 'Waiting') {
    throw invalid(
      'The signal is not valid for the current Automation execution.',
    );
  }
  if (!mayApprove(sender, approversOf(execution, step))) {
    throw invalid(`${sender} is not among the approvers of step ${step.name}.`);
  }
}

function checkStep(
  execution: AutomationExecution,
  type: string,
  payload: Record<string, string[]>,
): void {
  const wanted = (payload.StepName ?? payload.StepExecutionId ?? [])[0] ?? '';
  const step = execution.steps.find(
    ({ id, name }) => id === wanted || (name === wanted && type !== 'StopStep'),
  );
  if (!step) {
    throw notFound(wanted);
  }
  const current = execution.currentStep;
  const fits =
    (type === 'StartStep' &&
      execution.request.mode === 'Interactive' &&
      execution.status === 'Waiting' &&
      current?.name === step.name) ||
    (type === 'Resume' &&
      current?.action === 'aws:pause' &&
      current.name === step.name &&
      current.status === 'Waiting') ||
    (type === 'StopStep' && ['InProgress', 'Waiting'].includes(step.status));
  if (!fits) {
    throw invalid(
      `Signal ${type} is not valid for step ${step.name} in its current status.`,
    );
  }
}

export const SendAutomationSignal: Operation<
  SendAutomationSignalRequest,
  SendAutomationSignalResult
> = {
  schema: SendAutomationSignal$,
  action: 'ssm:SendAutomationSignal',
  resource: (input, context) =>
    executionArn(input.AutomationExecutionId, context),
  handle({ AutomationExecutionId, SignalType, Payload = {} }, context) {
    const { automations, principal, now } = context;
    constraints.pattern(
      'automationExecutionId',
      AutomationExecutionId,
      EXECUTION_ID,
    );
    constraints.oneOf('signalType', SignalType, TYPES);
    const execution = executionOf(context, AutomationExecutionId);
    const type = SignalType ?? '';
    if (type === 'Revoke') {
      throw invalid('Revoke is for access requests only.');
    }
    if (type === 'Approve' || type === 'Reject') {
      checkApproval(execution, principal.arn);
    } else {
      checkStep(execution, type, Payload);
    }
    automations.send(execution, {
      type,
      payload: Payload,
      sender: principal.arn,
      at: now,
    });
    return {};
  },
};
