import {
  StopAutomationExecution$,
  StopAutomationExecutionRequest,
  StopAutomationExecutionResult,
} from '@aws-sdk/client-ssm';
import { isOver } from '../../automation/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { EXECUTION_ID, executionArn, executionOf } from './automationViews';
import { constraints } from './limits';

/** At once, or once the step that is under way ended. */
export const StopAutomationExecution: Operation<
  StopAutomationExecutionRequest,
  StopAutomationExecutionResult
> = {
  schema: StopAutomationExecution$,
  action: 'ssm:StopAutomationExecution',
  resource: (input, context) =>
    executionArn(input.AutomationExecutionId, context),
  handle({ AutomationExecutionId, Type = 'Cancel' }, context) {
    const { automations, now } = context;
    constraints.pattern(
      'automationExecutionId',
      AutomationExecutionId,
      EXECUTION_ID,
    );
    constraints.oneOf('type', Type, ['Complete', 'Cancel']);
    const execution = executionOf(context, AutomationExecutionId);
    if (isOver(execution.status)) {
      throw new AwsError(
        'InvalidAutomationStatusUpdateException',
        `Automation execution ${AutomationExecutionId} has already ended with status ${execution.status}.`,
      );
    }
    automations.stop(
      execution,
      Type === 'Complete' ? 'Complete' : 'Cancel',
      now,
    );
    return {};
  },
};
