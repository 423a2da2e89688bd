import {
  StartExecutionPreview$,
  StartExecutionPreviewRequest,
  StartExecutionPreviewResponse,
} from '@aws-sdk/client-ssm';
import { impactsOf } from '../../automation/Previews';
import { Operation } from '../../services/types';
import { planOf } from './automationRequests';
import {
  DOCUMENT_ARN,
  DOCUMENT_VERSION,
  namedDocumentArn,
} from './documentViews';
import { constraints } from './limits';

const READY_AFTER = 2000;

/** Checks what StartAutomationExecution would check, and starts nothing. */
export const StartExecutionPreview: Operation<
  StartExecutionPreviewRequest,
  StartExecutionPreviewResponse
> = {
  schema: StartExecutionPreview$,
  action: 'ssm:StartExecutionPreview',
  resource: ({ DocumentName }, context) =>
    namedDocumentArn(DocumentName, context),
  handle({ DocumentName, DocumentVersion, ExecutionInputs }, context) {
    const { account, region, automations, now } = context;
    constraints.pattern('documentName', DocumentName, DOCUMENT_ARN);
    constraints.pattern('documentVersion', DocumentVersion, DOCUMENT_VERSION);
    const { request, control } = planOf(
      { DocumentName, DocumentVersion, ...ExecutionInputs?.Automation },
      context,
    );
    const preview = automations.previews.add({
      account,
      region,
      readyAt: now + READY_AFTER / automations.speed,
      impacts: impactsOf(request.content),
      targetType: request.targetParameterName
        ? request.content.parameters.find(
            ({ name }) => name === request.targetParameterName,
          )?.type
        : undefined,
      targets: control?.targets.length ?? 0,
    });
    return { ExecutionPreviewId: preview.id };
  },
};
