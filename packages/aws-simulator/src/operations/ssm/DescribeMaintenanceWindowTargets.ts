import {
  DescribeMaintenanceWindowTargets$,
  DescribeMaintenanceWindowTargetsRequest,
  DescribeMaintenanceWindowTargetsResult,
  MaintenanceWindowTarget,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { FilterTests, orchestratorFilter } from './orchestratorFilters';
import { windowOf } from './windowViews';

const TESTS: FilterTests<MaintenanceWindowTarget> = {
  Type: ({ ResourceType }, value) => ResourceType === value,
  WindowTargetId: ({ WindowTargetId }, value) => WindowTargetId === value,
  OwnerInformation: ({ OwnerInformation }, value) => OwnerInformation === value,
};
const DEFAULT_PAGE = 50;

export const DescribeMaintenanceWindowTargets: Operation<
  DescribeMaintenanceWindowTargetsRequest,
  DescribeMaintenanceWindowTargetsResult
> = {
  schema: DescribeMaintenanceWindowTargets$,
  action: 'ssm:DescribeMaintenanceWindowTargets',
  handle(input, context) {
    constraints.range('maxResults', input.MaxResults, 10, 100);
    const window = windowOf(input.WindowId ?? '', context);
    const targets = window.targets.map(
      (target): MaintenanceWindowTarget => ({
        WindowId: window.id,
        WindowTargetId: target.id,
        ResourceType: target.resourceType,
        Targets: [...target.targets],
        OwnerInformation: target.ownerInformation,
        Name: target.name,
      }),
    );
    const page = context.pager.pageOf(
      targets.filter(orchestratorFilter(input.Filters, TESTS)),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: [input.WindowId, input.Filters],
      },
    );
    return { Targets: page.items, NextToken: page.nextToken };
  },
};
