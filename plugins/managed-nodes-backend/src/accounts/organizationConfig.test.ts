import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readManagedNodesConfig } from '../config';
import { renderRoleName } from './organizationConfig';

const ACCOUNT = '999900001111';
const TARGETS = { roleName: 'Read', externalId: 'id', regions: ['eu-west-1'] };

function read(organization: JsonObject, targets: JsonObject = TARGETS) {
  return readManagedNodesConfig(
    new ConfigReader({ managedNodes: { organization, targets } }),
  ).organization;
}

describe('managedNodes.organization', () => {
  it('is not there unless config has it', () => {
    expect(
      readManagedNodesConfig(new ConfigReader({})).organization,
    ).toBeUndefined();
  });

  it('fills in the defaults, and inherits from targets', () => {
    expect(read({ account: ACCOUNT })).toEqual({
      account: { id: ACCOUNT, roleName: 'Read', externalId: 'id' },
      region: 'us-east-1',
      intervalMs: 900_000,
      include: { units: [], accounts: [], tags: [] },
      exclude: { units: [], accounts: [], tags: [] },
      roleName: 'Read',
      externalId: 'id',
      regions: ['eu-west-1'],
      allowedOwners: [],
      missingAfter: 2,
      maxRemovalPercentage: 20,
    });
  });

  it('takes everything from config', () => {
    expect(
      read({
        account: ACCOUNT,
        region: 'us-gov-west-1',
        interval: '1h',
        include: { units: ['Workloads/Production'] },
        exclude: { tags: ['sandbox'], accounts: ['111122223333'] },
        roleName: 'nodes-{{ account }}',
        externalId: 'other',
        regions: 'enabled',
        allowedOwners: [
          { match: { unit: 'Workloads' }, owners: ['Group:Team'] },
        ],
        missingAfter: 3,
        maxRemovalPercentage: 5,
      }),
    ).toMatchObject({
      account: {
        id: ACCOUNT,
        roleName: `nodes-${ACCOUNT}`,
        externalId: 'other',
      },
      intervalMs: 3_600_000,
      regions: 'enabled',
      allowedOwners: [
        { match: { unit: ['Workloads'] }, owners: ['group:default/team'] },
      ],
    });
  });

  it('asks as whom config says', () => {
    const asking = (organization: JsonObject, accounts: JsonObject[] = []) =>
      read({ account: ACCOUNT, ...organization }, { ...TARGETS, accounts })
        ?.account;
    expect(asking({ accountRole: {} })).toEqual({
      id: ACCOUNT,
      roleName: undefined,
      externalId: undefined,
    });
    expect(asking({ accountRole: { roleName: 'Lister' } })).toEqual({
      id: ACCOUNT,
      roleName: 'Lister',
      externalId: undefined,
    });
    expect(asking({}, [{ id: ACCOUNT, roleName: 'Own' }])).toEqual({
      id: ACCOUNT,
      roleName: 'Own',
      externalId: 'id',
    });
  });

  it('lets entries of targets inherit their Regions from what is found', () => {
    const accounts = [{ id: '111122223333' }];
    expect(
      read({ account: ACCOUNT, regions: 'enabled' }, { accounts })?.regions,
    ).toBe('enabled');
  });

  it.each<[string, JsonObject, string]>([
    ['no account', {}, 'managedNodes.organization.account: Invalid input'],
    [
      'an account that lost its quotes',
      { account: 999900001111 },
      'managedNodes.organization.account: Invalid input',
    ],
    [
      'an unknown key',
      { account: ACCOUNT, includes: {} },
      'managedNodes.organization: Unrecognized key: "includes"',
    ],
    [
      'an excluded account that is none',
      { account: ACCOUNT, exclude: { accounts: ['sandbox'] } },
      'managedNodes.organization.exclude.accounts[0]: expected a 12-digit account id in quotes',
    ],
    [
      'Regions that are no list',
      { account: ACCOUNT, regions: 'all' },
      "managedNodes.organization.regions: expected a list of Regions, or 'enabled'",
    ],
    [
      'a placeholder nobody knows',
      { account: ACCOUNT, roleName: 'read-{{ name }}' },
      'managedNodes.organization.roleName: expected {{ account }} or {{ accountName }}, got {{ name }}',
    ],
    [
      'a role that is asked with before its account is known',
      { account: ACCOUNT, roleName: 'read-{{ accountName }}' },
      'managedNodes.organization.accountRole: expected the role of the account that is asked',
    ],
    [
      'an owner that is no ref',
      { account: ACCOUNT, allowedOwners: [{ match: {}, owners: ['a b'] }] },
      'managedNodes.organization.allowedOwners[0].owners[0]: expected an entity ref',
    ],
    [
      'no listing at all',
      { account: ACCOUNT, missingAfter: 0 },
      'managedNodes.organization.missingAfter',
    ],
    [
      'no time at all',
      { account: ACCOUNT, interval: { seconds: 0 } },
      'managedNodes.organization.interval: expected a duration longer than nothing',
    ],
  ])('says which key is wrong for %s', (_, organization, message) => {
    expect(() => read(organization)).toThrow(message);
  });

  it('wants to know the Regions', () => {
    expect(() => read({ account: ACCOUNT }, {})).toThrow(
      "managedNodes.organization.regions: expected a list of Regions, or 'enabled', here or in managedNodes.targets.regions",
    );
  });
});

describe('renderRoleName', () => {
  const account = { id: '111122223333', name: 'Commerce (prod)/é' };

  it.each([
    ['plain', 'plain'],
    ['path/to-{{account}}', 'path/to-111122223333'],
    ['{{ accountName }}-read', 'Commerce-prod--read'],
    ['{{ account }}{{ account }}', '111122223333111122223333'],
  ])('makes %s into %s', (pattern, expected) => {
    expect(renderRoleName(pattern, account)).toBe(expected);
  });
});
