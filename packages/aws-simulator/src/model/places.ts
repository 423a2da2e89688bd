/** Regions the fleet lives in. */
export const FLEET_REGIONS = [
  'eu-central-1',
  'us-east-1',
  'ap-southeast-2',
] as const;

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
