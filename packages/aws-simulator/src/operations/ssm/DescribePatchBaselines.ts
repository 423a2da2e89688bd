import {
  DescribePatchBaselines$,
  DescribePatchBaselinesRequest,
  DescribePatchBaselinesResult,
} from '@aws-sdk/client-ssm';
import { PatchBaseline } from '../../patching/baselineTypes';
import { Operation } from '../../services/types';
import { toIdentity } from './baselineViews';
import { constraints } from './limits';
import { FilterTests, orchestratorFilter } from './orchestratorFilters';

const TESTS: FilterTests<PatchBaseline> = {
  NAME_PREFIX: ({ name }, value) => name.startsWith(value),
  OWNER: ({ predefined }, value) =>
    value === 'All' || value === (predefined ? 'AWS' : 'Self'),
  OPERATING_SYSTEM: ({ operatingSystem }, value) => operatingSystem === value,
};
const DEFAULT_PAGE = 50;

/** Names those of AWS by their ARN, those of the account by their id. */
export const DescribePatchBaselines: Operation<
  DescribePatchBaselinesRequest,
  DescribePatchBaselinesResult
> = {
  schema: DescribePatchBaselines$,
  action: 'ssm:DescribePatchBaselines',
  handle(input, { patching, account, region, pager }) {
    constraints.range('maxResults', input.MaxResults, 1, 100);
    const wanted = orchestratorFilter(input.Filters, TESTS);
    const page = pager.pageOf(
      patching.baselines
        .list(account, region)
        .filter(wanted)
        .map(baseline => toIdentity(baseline, region)),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: input.Filters,
      },
    );
    return { BaselineIdentities: page.items, NextToken: page.nextToken };
  },
};
