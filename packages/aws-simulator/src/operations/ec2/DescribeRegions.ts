import {
  DescribeRegions$,
  DescribeRegionsRequest,
  DescribeRegionsResult,
  Region,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import {
  checkDryRun,
  filterPredicate,
  FilterValues,
  ownFilter,
} from './filters';

const FILTERS: Record<string, (region: Region) => string[]> = {
  'region-name': region => [region.RegionName ?? ''],
  endpoint: region => [region.Endpoint ?? ''],
  'opt-in-status': region => [region.OptInStatus ?? ''],
};
const valuesOf: FilterValues<Region> = name => ownFilter(FILTERS, name);

function toRegion(name: string, status: string): Region {
  return {
    RegionName: name,
    Endpoint: `ec2.${name}.amazonaws.com`,
    OptInStatus: status,
  };
}

/** Regions the account has not opted into only come when all are asked for. */
export const DescribeRegions: Operation<
  DescribeRegionsRequest,
  DescribeRegionsResult
> = {
  schema: DescribeRegions$,
  action: 'ec2:DescribeRegions',
  handle(input, { account, regions }) {
    checkDryRun(input.DryRun);
    const all = regions
      .list(account)
      .map(([name, status]) => toRegion(name, status));
    const enabled = all.filter(region => region.OptInStatus !== 'not-opted-in');
    const names = input.RegionNames;
    const stranger = names?.find(
      name => !all.some(region => region.RegionName === name),
    );
    if (stranger !== undefined) {
      throw new AwsError(
        'InvalidParameterValue',
        `Invalid value for parameter RegionName: ${stranger}`,
      );
    }
    const asked = input.AllRegions || names ? all : enabled;
    return {
      Regions: asked.filter(
        region =>
          (!names || names.includes(region.RegionName ?? '')) &&
          filterPredicate(input.Filters, valuesOf)(region),
      ),
    };
  },
};
