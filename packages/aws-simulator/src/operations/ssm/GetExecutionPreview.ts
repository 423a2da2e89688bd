import {
  GetExecutionPreview$,
  GetExecutionPreviewRequest,
  GetExecutionPreviewResponse,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { EXECUTION_ID } from './automationViews';
import { constraints } from './limits';

/** In progress for two seconds. */
export const GetExecutionPreview: Operation<
  GetExecutionPreviewRequest,
  GetExecutionPreviewResponse
> = {
  schema: GetExecutionPreview$,
  action: 'ssm:GetExecutionPreview',
  handle({ ExecutionPreviewId = '' }, context) {
    const { account, region, automations, now } = context;
    constraints.pattern('executionPreviewId', ExecutionPreviewId, EXECUTION_ID);
    const preview = automations.previews.find(
      account,
      region,
      ExecutionPreviewId,
    );
    if (!preview) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Execution preview ${ExecutionPreviewId} could not be found.`,
      );
    }
    if (now < preview.readyAt) {
      return { ExecutionPreviewId, Status: 'InProgress' };
    }
    return {
      ExecutionPreviewId,
      Status: 'Success',
      EndedAt: new Date(preview.readyAt),
      ExecutionPreview: {
        Automation: {
          StepPreviews: { ...preview.impacts },
          Regions: [region],
          TargetPreviews: preview.targets
            ? [
                {
                  Count: preview.targets,
                  TargetType: preview.targetType ?? 'String',
                },
              ]
            : [],
          TotalAccounts: 1,
        },
      },
    };
  },
};
