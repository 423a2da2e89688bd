import { hash, Random } from '../model/random';
import { PatchBaseline } from './baselineTypes';
import { rejectedNameOf } from './Catalogue';
import { filter, rule } from './predefinedBaselines';

const CREATED = Date.UTC(2024, 4, 6, 8, 30);
const MODIFIED = Date.UTC(2026, 1, 11, 15, 4);
const ANY = filter('PRODUCT', '*');

type Own = Pick<
  PatchBaseline,
  'name' | 'description' | 'operatingSystem' | 'rules' | 'patchGroups'
> & { family: 'deb' | 'rpm' | 'windows' };

const WINDOWS: Own = {
  name: 'Windows-7-days',
  description: 'Security after a week, everything else after two',
  operatingSystem: 'WINDOWS',
  family: 'windows',
  patchGroups: ['nonprod-windows', 'prod-windows'],
  rules: [
    rule(
      [
        ANY,
        filter('CLASSIFICATION', 'SecurityUpdates', 'CriticalUpdates'),
        filter('MSRC_SEVERITY', 'Critical'),
      ],
      { level: 'CRITICAL' },
    ),
    rule(
      [
        ANY,
        filter('CLASSIFICATION', 'SecurityUpdates', 'CriticalUpdates'),
        filter('MSRC_SEVERITY', 'Important', 'Moderate'),
      ],
      { level: 'HIGH' },
    ),
    rule([ANY, filter('CLASSIFICATION', 'UpdateRollups', 'Updates')], {
      level: 'LOW',
      approveAfterDays: 14,
    }),
  ],
};

const AMAZON_LINUX: Own = {
  name: 'AmazonLinux2023-7-days',
  description: 'Critical after two days, security after a week',
  operatingSystem: 'AMAZON_LINUX_2023',
  family: 'rpm',
  patchGroups: ['nonprod-linux', 'prod-linux'],
  rules: [
    rule(
      [
        ANY,
        filter('CLASSIFICATION', 'Security'),
        filter('SEVERITY', 'Critical'),
      ],
      { level: 'CRITICAL', approveAfterDays: 2 },
    ),
    rule(
      [
        ANY,
        filter('CLASSIFICATION', 'Security'),
        filter('SEVERITY', 'Important', 'Medium'),
      ],
      { level: 'HIGH' },
    ),
    rule([ANY, filter('CLASSIFICATION', 'Bugfix')], {
      level: 'LOW',
      approveAfterDays: 14,
    }),
  ],
};

const UBUNTU: Own = {
  name: 'Ubuntu-7-days',
  description: 'Everything a week after its release',
  operatingSystem: 'UBUNTU',
  family: 'deb',
  patchGroups: ['nonprod-linux', 'prod-linux'],
  rules: [
    rule([ANY, filter('PRIORITY', '*'), filter('SECTION', '*')], {
      level: 'HIGH',
      enableNonSecurity: true,
    }),
  ],
};

/**
 * The baselines that somebody made in an account and Region: one for Windows
 * and one for a Linux distribution, with patch groups and something that
 * nobody wants to have.
 */
export function customBaselines(
  account: string,
  region: string,
): readonly PatchBaseline[] {
  const linux = hash(account) % 2 ? AMAZON_LINUX : UBUNTU;
  return [linux, WINDOWS].map(({ family, ...own }) => ({
    ...own,
    id: `pb-0${Random.create(account, region, own.name).hex(16)}`,
    predefined: false,
    isDefault: false,
    globalFilters: [],
    approvedPatches: [],
    approvedLevel: 'UNSPECIFIED',
    rejectedPatches: [rejectedNameOf({ family })],
    rejectedAction: 'BLOCK',
    createdAt: CREATED,
    modifiedAt: MODIFIED,
  }));
}
