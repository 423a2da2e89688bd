import {
  GetAutomationExecution$,
  GetAutomationExecutionRequest,
  GetAutomationExecutionResult,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import {
  EXECUTION_ID,
  executionArn,
  executionOf,
  toExecution,
} from './automationViews';
import { constraints } from './limits';

export const GetAutomationExecution: Operation<
  GetAutomationExecutionRequest,
  GetAutomationExecutionResult
> = {
  schema: GetAutomationExecution$,
  action: 'ssm:GetAutomationExecution',
  resource: (input, context) =>
    executionArn(input.AutomationExecutionId, context),
  handle({ AutomationExecutionId }, context) {
    constraints.pattern(
      'automationExecutionId',
      AutomationExecutionId,
      EXECUTION_ID,
    );
    return {
      AutomationExecution: toExecution(
        executionOf(context, AutomationExecutionId),
      ),
    };
  },
};
