import { Weighted } from './random';

/** Regions a fleet can live in, with their share of it. */
const REGION_SHARES: Weighted<string> = [
  ['eu-central-1', 5],
  ['us-east-1', 3],
  ['ap-southeast-2', 2],
  ['eu-west-1', 2],
  ['us-west-2', 2],
  ['ap-northeast-1', 1],
  ['sa-east-1', 1],
  ['ca-central-1', 1],
];

/** Most Regions a fleet can live in. */
export const MAX_REGIONS = REGION_SHARES.length;

/** The first so many Regions a fleet lives in. */
export function firstRegions(count: number): readonly string[] {
  return REGION_SHARES.slice(0, count).map(([region]) => region);
}

/** Regions the fleet lives in when nobody says. */
export const DEFAULT_REGIONS = firstRegions(3);

/** The Regions with their shares of a fleet. */
export function regionShares(regions: readonly string[]): Weighted<string> {
  const shares = new Map(REGION_SHARES);
  return regions.map(region => [region, shares.get(region) ?? 1]);
}

/** Regions every account has; in any other, credentials are not recognised. */
export const ENABLED_REGIONS: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** Regions that exist but that nobody opted into. */
export const OPT_IN_REGIONS: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'eu-central-2',
  'eu-south-1',
  'il-central-1',
  'me-central-1',
  'me-south-1',
];

/** Name of the resource data sync behind the unified console, the same everywhere. */
export const UNIFIED_CONSOLE_SYNC = 'AWS-QuickSetup-ManagedNode';
