import {
  DescribeMaintenanceWindowSchedule$,
  DescribeMaintenanceWindowScheduleRequest,
  DescribeMaintenanceWindowScheduleResult,
} from '@aws-sdk/client-ssm';
import { runsBetween } from '../../maintenance/schedule';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { FilterTests, orchestratorFilter } from './orchestratorFilters';
import { windowsFor } from './windowTargets';
import { windowOf, windowTime } from './windowViews';

const DAY = 86_400_000;
/** How far it looks ahead. */
const AHEAD = 60 * DAY;

interface Run {
  windowId: string;
  name: string;
  timezone: string | undefined;
  at: number;
}

const TESTS: FilterTests<Run> = {
  ScheduledBefore: ({ at }, value) => at < Date.parse(value),
  ScheduledAfter: ({ at }, value) => at > Date.parse(value),
};
const DEFAULT_PAGE = 50;

/** Runs of the next 60 days, of one window or of all that are for a target. */
export const DescribeMaintenanceWindowSchedule: Operation<
  DescribeMaintenanceWindowScheduleRequest,
  DescribeMaintenanceWindowScheduleResult
> = {
  schema: DescribeMaintenanceWindowSchedule$,
  action: 'ssm:DescribeMaintenanceWindowSchedule',
  handle(input, context) {
    const { WindowId, Targets, ResourceType } = input;
    const { maintenance, account, region, now, pager } = context;
    constraints.range('maxResults', input.MaxResults, 1, 100);
    if (Boolean(Targets) !== Boolean(ResourceType)) {
      throw new AwsError(
        'ValidationException',
        'Targets and ResourceType must be given together.',
      );
    }
    const all = WindowId
      ? [windowOf(WindowId, context)]
      : maintenance.windows(account, region);
    const windows =
      Targets && ResourceType
        ? windowsFor(all, Targets, ResourceType, context)
        : all;
    const runs = windows
      .filter(({ enabled }) => enabled)
      .flatMap(({ id, name, schedule }) =>
        runsBetween(schedule, now, now + AHEAD).map(
          (at): Run => ({
            windowId: id,
            name,
            timezone: schedule.timezone,
            at,
          }),
        ),
      )
      .filter(orchestratorFilter(input.Filters, TESTS))
      .sort((a, b) => a.at - b.at);
    const page = pager.pageOf(runs, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: [WindowId, Targets, ResourceType, input.Filters],
    });
    return {
      ScheduledWindowExecutions: page.items.map(run => ({
        WindowId: run.windowId,
        Name: run.name,
        ExecutionTime: windowTime(run.at, run.timezone),
      })),
      NextToken: page.nextToken,
    };
  },
};
