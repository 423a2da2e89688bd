import {
  DescribeMaintenanceWindowExecutions$,
  DescribeMaintenanceWindowExecutionsRequest,
  DescribeMaintenanceWindowExecutionsResult,
  MaintenanceWindowExecution,
} from '@aws-sdk/client-ssm';
import { Maintenance, PastRun } from '../../maintenance/Maintenance';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { FilterTests, orchestratorFilter } from './orchestratorFilters';
import { windowOf } from './windowViews';

const HOUR = 3_600_000;

const TESTS: FilterTests<PastRun> = {
  ExecutedBefore: ({ startedAt }, value) => startedAt < Date.parse(value),
  ExecutedAfter: ({ startedAt }, value) => startedAt > Date.parse(value),
};
const DEFAULT_PAGE = 50;

function toExecution(
  WindowId: string,
  { id, startedAt, endedAt, failed }: PastRun,
  now: number,
): MaintenanceWindowExecution {
  const execution = {
    WindowId,
    WindowExecutionId: id,
    StartTime: new Date(startedAt),
  };
  if (endedAt > now) {
    return { ...execution, Status: 'IN_PROGRESS' };
  }
  return {
    ...execution,
    Status: failed ? 'FAILED' : 'SUCCESS',
    ...(failed && { StatusDetails: 'One or more tasks in the window failed.' }),
    EndTime: new Date(endedAt),
  };
}

/** Runs of the last five weeks, the latest first. */
export const DescribeMaintenanceWindowExecutions: Operation<
  DescribeMaintenanceWindowExecutionsRequest,
  DescribeMaintenanceWindowExecutionsResult
> = {
  schema: DescribeMaintenanceWindowExecutions$,
  action: 'ssm:DescribeMaintenanceWindowExecutions',
  handle(input, context) {
    constraints.range('maxResults', input.MaxResults, 10, 100);
    const { now, pager } = context;
    const { id, schedule, duration, enabled, modifiedAt } = windowOf(
      input.WindowId ?? '',
      context,
    );
    const runs = Maintenance.pastRuns(
      { id, schedule, until: enabled ? now : modifiedAt },
      duration * HOUR,
    );
    const page = pager.pageOf(
      runs.filter(orchestratorFilter(input.Filters, TESTS)),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: [id, input.Filters],
      },
    );
    return {
      WindowExecutions: page.items.map(run => toExecution(id, run, now)),
      NextToken: page.nextToken,
    };
  },
};
