import {
  DescribeMaintenanceWindowsForTarget$,
  DescribeMaintenanceWindowsForTargetRequest,
  DescribeMaintenanceWindowsForTargetResult,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { windowsFor } from './windowTargets';

const DEFAULT_PAGE = 50;

/** Windows that name a resource group are not found by its nodes. */
export const DescribeMaintenanceWindowsForTarget: Operation<
  DescribeMaintenanceWindowsForTargetRequest,
  DescribeMaintenanceWindowsForTargetResult
> = {
  schema: DescribeMaintenanceWindowsForTarget$,
  action: 'ssm:DescribeMaintenanceWindowsForTarget',
  handle(input, context) {
    const { Targets = [], ResourceType = '' } = input;
    const { maintenance, account, region, pager } = context;
    constraints.range('maxResults', input.MaxResults, 1, 100);
    const windows = windowsFor(
      maintenance.windows(account, region),
      Targets,
      ResourceType,
      context,
    );
    const page = pager.pageOf(
      windows.map(({ id, name }) => ({ WindowId: id, Name: name })),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: [Targets, ResourceType],
      },
    );
    return { WindowIdentities: page.items, NextToken: page.nextToken };
  },
};
