import {
  GetMaintenanceWindowTask$,
  GetMaintenanceWindowTaskRequest,
  GetMaintenanceWindowTaskResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { serviceRoleOf, windowOf } from './windowViews';

export const GetMaintenanceWindowTask: Operation<
  GetMaintenanceWindowTaskRequest,
  GetMaintenanceWindowTaskResult
> = {
  schema: GetMaintenanceWindowTask$,
  action: 'ssm:GetMaintenanceWindowTask',
  resource: ({ WindowId }, { account, region }) =>
    `arn:aws:ssm:${region}:${account}:maintenancewindow/${WindowId}`,
  handle({ WindowId = '', WindowTaskId = '' }, context) {
    constraints.length('windowTaskId', WindowTaskId, 36, 36);
    const window = windowOf(WindowId, context);
    const task = window.tasks.find(({ id }) => id === WindowTaskId);
    if (!task) {
      throw new AwsError(
        'DoesNotExistException',
        `Maintenance window task ${WindowTaskId} does not exist.`,
      );
    }
    const Parameters = Object.fromEntries(
      Object.entries(task.parameters).map(([name, values]) => [
        name,
        [...values],
      ]),
    );
    return {
      WindowId,
      WindowTaskId,
      Targets: [{ Key: 'WindowTargetIds', Values: [...task.targetIds] }],
      TaskArn: task.arn,
      ServiceRoleArn: serviceRoleOf(context.account),
      TaskType: task.type,
      TaskParameters: {},
      TaskInvocationParameters:
        task.type === 'RUN_COMMAND'
          ? { RunCommand: { Parameters, TimeoutSeconds: 600 } }
          : { Automation: { Parameters, DocumentVersion: '$DEFAULT' } },
      Priority: task.priority,
      MaxConcurrency: task.maxConcurrency,
      MaxErrors: task.maxErrors,
      Name: task.name,
      CutoffBehavior: 'CONTINUE_TASK',
    };
  },
};
