import {
  DescribeMaintenanceWindows$,
  DescribeMaintenanceWindowsRequest,
  DescribeMaintenanceWindowsResult,
} from '@aws-sdk/client-ssm';
import { MaintenanceWindow } from '../../maintenance/types';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { FilterTests, orchestratorFilter } from './orchestratorFilters';
import { toWindow } from './windowViews';

const TESTS: FilterTests<MaintenanceWindow> = {
  Name: ({ name }, value) => name === value,
  Enabled: ({ enabled }, value) => String(enabled) === value.toLowerCase(),
};
const DEFAULT_PAGE = 50;

export const DescribeMaintenanceWindows: Operation<
  DescribeMaintenanceWindowsRequest,
  DescribeMaintenanceWindowsResult
> = {
  schema: DescribeMaintenanceWindows$,
  action: 'ssm:DescribeMaintenanceWindows',
  handle(input, { maintenance, account, region, now, pager }) {
    constraints.range('maxResults', input.MaxResults, 10, 100);
    const page = pager.pageOf(
      maintenance
        .windows(account, region)
        .filter(orchestratorFilter(input.Filters, TESTS))
        .map(window => toWindow(window, now)),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: input.Filters,
      },
    );
    return { WindowIdentities: page.items, NextToken: page.nextToken };
  },
};
