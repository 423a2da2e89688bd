import {
  StartAutomationExecution$,
  StartAutomationExecutionRequest,
  StartAutomationExecutionResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { planOf } from './automationRequests';
import { EXECUTION_ID } from './automationViews';
import {
  DOCUMENT_ARN,
  DOCUMENT_VERSION,
  namedDocumentArn,
} from './documentViews';
import { constraints } from './limits';

const RATE = /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/;
const ERRORS = /^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$/;

function check(input: StartAutomationExecutionRequest): void {
  constraints.pattern('documentName', input.DocumentName, DOCUMENT_ARN);
  constraints.pattern(
    'documentVersion',
    input.DocumentVersion,
    DOCUMENT_VERSION,
  );
  constraints.length('parameters', Object.keys(input.Parameters ?? {}), 0, 200);
  for (const [name, values] of Object.entries(input.Parameters ?? {})) {
    constraints.length('parameters.key', name, 1, 50);
    constraints.length('parameters.value', values, 0, 50);
    for (const value of values) {
      constraints.length('parameters.value.member', value, 1, 512);
    }
  }
  constraints.pattern('clientToken', input.ClientToken, EXECUTION_ID);
  constraints.oneOf('mode', input.Mode, ['Auto', 'Interactive']);
  constraints.length('targetParameterName', input.TargetParameterName, 1, 50);
  constraints.length('targets', input.Targets, 0, 1);
  for (const { Key, Values } of input.Targets ?? []) {
    constraints.length('targets.key', Key, 1, 163);
    constraints.length('targets.values', Values, 0, 50);
  }
  constraints.length('targetMaps', input.TargetMaps, 0, 300);
  constraints.length('maxConcurrency', input.MaxConcurrency, 1, 7);
  constraints.pattern('maxConcurrency', input.MaxConcurrency, RATE);
  constraints.length('maxErrors', input.MaxErrors, 1, 7);
  constraints.pattern('maxErrors', input.MaxErrors, ERRORS);
  constraints.length('tags', input.Tags, 0, 1000);
  if (input.TargetLocations?.length || input.TargetLocationsURL) {
    throw new AwsError(
      'ValidationException',
      'TargetLocations are not simulated: start one execution for each account and Region.',
    );
  }
  if (input.Targets?.length && input.TargetMaps?.length) {
    throw new AwsError(
      'ValidationException',
      'Specify either Targets or TargetMaps, not both.',
    );
  }
}

/** Policies may name the document, or, as they used to, the definition and its version. */
function definitionArns(
  { DocumentName, DocumentVersion }: StartAutomationExecutionRequest,
  context: RequestContext,
): string[] {
  const document = namedDocumentArn(DocumentName, context);
  return [
    document,
    `${document.replace(':document/', ':automation-definition/')}:${
      DocumentVersion ?? '$DEFAULT'
    }`,
  ];
}

export const StartAutomationExecution: Operation<
  StartAutomationExecutionRequest,
  StartAutomationExecutionResult
> = {
  schema: StartAutomationExecution$,
  action: 'ssm:StartAutomationExecution',
  resource: (input, context) => definitionArns(input, context)[0],
  resources: (input, context) => [definitionArns(input, context)],
  handle(input, context) {
    check(input);
    const { request, control } = planOf(input, context);
    const execution = context.automations.start(request, context.now, control);
    return { AutomationExecutionId: execution.id };
  },
};
