import {
  DescribePatchGroups$,
  DescribePatchGroupsRequest,
  DescribePatchGroupsResult,
} from '@aws-sdk/client-ssm';
import { PatchBaseline } from '../../patching/baselineTypes';
import { Operation } from '../../services/types';
import { toIdentity } from './baselineViews';
import { constraints } from './limits';
import { FilterTests, orchestratorFilter } from './orchestratorFilters';

interface Mapping {
  group: string;
  baseline: PatchBaseline;
}

const TESTS: FilterTests<Mapping> = {
  NAME_PREFIX: ({ group }, value) => group.startsWith(value),
  OPERATING_SYSTEM: ({ baseline }, value) => baseline.operatingSystem === value,
};
const DEFAULT_PAGE = 50;

/** Groups that a baseline is registered for, once for each; others are not listed. */
export const DescribePatchGroups: Operation<
  DescribePatchGroupsRequest,
  DescribePatchGroupsResult
> = {
  schema: DescribePatchGroups$,
  action: 'ssm:DescribePatchGroups',
  handle(input, { patching, account, region, pager }) {
    constraints.range('maxResults', input.MaxResults, 1, 100);
    const mappings = patching.baselines
      .list(account, region)
      .flatMap(baseline =>
        baseline.patchGroups.map((group): Mapping => ({ group, baseline })),
      )
      .filter(orchestratorFilter(input.Filters, TESTS));
    const page = pager.pageOf(
      mappings.map(({ group, baseline }) => ({
        PatchGroup: group,
        BaselineIdentity: toIdentity(baseline, region),
      })),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: input.Filters,
      },
    );
    return { Mappings: page.items, NextToken: page.nextToken };
  },
};
