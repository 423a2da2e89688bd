import {
  DescribeMaintenanceWindowTasks$,
  DescribeMaintenanceWindowTasksRequest,
  DescribeMaintenanceWindowTasksResult,
  MaintenanceWindowTask,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { FilterTests, orchestratorFilter } from './orchestratorFilters';
import { serviceRoleOf, windowOf } from './windowViews';

const TESTS: FilterTests<MaintenanceWindowTask> = {
  WindowTaskId: ({ WindowTaskId }, value) => WindowTaskId === value,
  TaskArn: ({ TaskArn }, value) => TaskArn === value,
  Priority: ({ Priority }, value) => String(Priority) === value,
  TaskType: ({ Type }, value) => Type === value,
};
const DEFAULT_PAGE = 50;

/** What a task passes to its document is told by GetMaintenanceWindowTask only. */
export const DescribeMaintenanceWindowTasks: Operation<
  DescribeMaintenanceWindowTasksRequest,
  DescribeMaintenanceWindowTasksResult
> = {
  schema: DescribeMaintenanceWindowTasks$,
  action: 'ssm:DescribeMaintenanceWindowTasks',
  handle(input, context) {
    constraints.range('maxResults', input.MaxResults, 10, 100);
    const { account } = context;
    const window = windowOf(input.WindowId ?? '', context);
    const tasks = window.tasks.map(
      (task): MaintenanceWindowTask => ({
        WindowId: window.id,
        WindowTaskId: task.id,
        TaskArn: task.arn,
        Type: task.type,
        Targets: [{ Key: 'WindowTargetIds', Values: [...task.targetIds] }],
        TaskParameters: {},
        Priority: task.priority,
        ServiceRoleArn: serviceRoleOf(account),
        MaxConcurrency: task.maxConcurrency,
        MaxErrors: task.maxErrors,
        Name: task.name,
        CutoffBehavior: 'CONTINUE_TASK',
      }),
    );
    const page = context.pager.pageOf(
      tasks.filter(orchestratorFilter(input.Filters, TESTS)),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: [input.WindowId, input.Filters],
      },
    );
    return { Tasks: page.items, NextToken: page.nextToken };
  },
};
