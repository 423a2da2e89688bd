import { PatchFilter, PatchFilterKey } from '@aws-sdk/client-ssm';
import { PLATFORMS } from '../fleet/platforms';
import { ApprovalRule, PatchBaseline } from './baselineTypes';

const CREATED = Date.UTC(2023, 1, 14, 12);
const WAIT_DAYS = 7;

/** A filter of an approval rule. */
export function filter(Key: PatchFilterKey, ...Values: string[]): PatchFilter {
  return { Key, Values };
}

/** An approval rule that says nothing special. */
export function rule(
  filters: readonly PatchFilter[],
  more: Partial<ApprovalRule> = {},
): ApprovalRule {
  return {
    filters,
    level: 'UNSPECIFIED',
    ...(more.approveUntil === undefined && { approveAfterDays: WAIT_DAYS }),
    enableNonSecurity: false,
    ...more,
  };
}

const ANY = filter('PRODUCT', '*');

/** Security updates that matter, and another classification whatever its severity. */
function rpmRules(other: string): readonly ApprovalRule[] {
  return [
    rule([
      ANY,
      filter('CLASSIFICATION', 'Security'),
      filter('SEVERITY', 'Critical', 'Important'),
    ]),
    rule([ANY, filter('CLASSIFICATION', other), filter('SEVERITY', '*')]),
  ];
}

// Releases of these distributions have no dates that could be waited for.
const DEB_RULES = [
  rule(
    [
      ANY,
      filter('SECTION', '*'),
      filter(
        'PRIORITY',
        'Required',
        'Important',
        'Standard',
        'Optional',
        'Extra',
      ),
    ],
    { approveAfterDays: 0, enableNonSecurity: true },
  ),
];

const WINDOWS_RULES = [
  rule([
    ANY,
    filter('CLASSIFICATION', 'CriticalUpdates', 'SecurityUpdates'),
    filter('MSRC_SEVERITY', 'Critical', 'Important'),
  ]),
];

function predefined(
  id: string,
  name: string,
  operatingSystem: string,
  rules: readonly ApprovalRule[],
  isDefault = true,
): PatchBaseline {
  return {
    id,
    name,
    description: `Default Patch Baseline for ${name
      .replace(/^AWS-|DefaultPatchBaseline$/g, '')
      .replace(/^$/, 'Windows')} Provided by AWS.`,
    operatingSystem,
    predefined: true,
    isDefault,
    rules,
    globalFilters: [],
    approvedPatches: [],
    approvedLevel: 'UNSPECIFIED',
    rejectedPatches: [],
    rejectedAction: 'ALLOW_AS_DEPENDENCY',
    patchGroups: [],
    createdAt: CREATED,
    modifiedAt: CREATED,
  };
}

function forPlatform(
  platform: keyof typeof PLATFORMS,
  name: string,
  rules: readonly ApprovalRule[],
): PatchBaseline {
  const { baselineId, operatingSystem } = PLATFORMS[platform];
  return predefined(
    baselineId,
    `AWS-${name}DefaultPatchBaseline`,
    operatingSystem,
    rules,
  );
}

/** The baselines every account has, one of each operating system its default. */
export const PREDEFINED_BASELINES: readonly PatchBaseline[] = [
  forPlatform('amazonLinux2023', 'AmazonLinux2023', rpmRules('Bugfix')),
  forPlatform('amazonLinux2', 'AmazonLinux2', rpmRules('Bugfix')),
  forPlatform('ubuntu2404', 'Ubuntu', DEB_RULES),
  forPlatform('debian12', 'Debian', DEB_RULES),
  forPlatform('redHat9', 'RedHat', rpmRules('Bugfix')),
  forPlatform('rocky9', 'RockyLinux', rpmRules('Bugfix')),
  forPlatform('oracle8', 'OracleLinux', rpmRules('Bugfix')),
  forPlatform('suse15', 'Suse', rpmRules('Recommended')),
  forPlatform('windows2022', '', WINDOWS_RULES),
  predefined(
    'pb-0fedcba9876543210',
    'AWS-WindowsPredefinedPatchBaseline-OS-Applications',
    'WINDOWS',
    [
      ...WINDOWS_RULES,
      rule([
        filter('PATCH_SET', 'APPLICATION'),
        filter('MSRC_SEVERITY', 'Critical', 'Important'),
      ]),
    ],
    false,
  ),
];
