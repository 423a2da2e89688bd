import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readManagedNodesConfig } from './config';

function read(managedNodes?: JsonObject) {
  return readManagedNodesConfig(
    new ConfigReader(managedNodes ? { managedNodes } : {}),
  );
}

const account = { id: '111122223333', regions: ['eu-central-1'] };

describe('readManagedNodesConfig', () => {
  it('fills in the defaults', () => {
    expect(read()).toMatchObject({
      sync: {
        intervalMs: 300_000,
        timeoutMs: 600_000,
        missingAfter: 2,
        maxRemovalPercentage: 20,
        minHeldRemovals: 3,
        concurrency: 8,
      },
      targets: { partition: 'aws', accounts: [] },
      ownership: { refreshIntervalMs: 300_000, rules: [] },
      leftRetentionMs: 90 * 86_400_000,
    });
  });

  it('reads durations as objects and as text, and refs in their canonical form', () => {
    const config = read({
      sync: { interval: '30s' },
      ownership: {
        defaultOwner: 'Group:Platform',
        refreshInterval: { seconds: 15 },
      },
      targets: { accounts: [{ ...account, allowedOwners: ['group:A'] }] },
    });
    expect(config.sync.intervalMs).toBe(30_000);
    expect(config.ownership).toMatchObject({
      defaultOwner: 'group:default/platform',
      refreshIntervalMs: 15_000,
    });
    expect(config.targets.accounts[0].allowedOwners).toEqual([
      'group:default/a',
    ]);
  });

  it.each<[string, JsonObject, string]>([
    [
      'a number that is none',
      { sync: { missingAfter: 'two' } },
      'managedNodes.sync.missingAfter: Invalid input: expected number',
    ],
    [
      'an unknown key',
      { sync: { intervall: '5m' } },
      'managedNodes.sync: Unrecognized key: "intervall"',
    ],
    [
      'an account id that lost its quotes',
      { targets: { accounts: [{ id: 111122223333, regions: ['eu-west-1'] }] } },
      'managedNodes.targets.accounts[0].id: Invalid input: expected string',
    ],
    [
      'an account id of the wrong length',
      { targets: { accounts: [{ id: '1234', regions: ['eu-west-1'] }] } },
      'managedNodes.targets.accounts[0].id: expected a 12-digit account id in quotes',
    ],
    [
      'an account listed twice',
      { targets: { accounts: [account, account] } },
      'managedNodes.targets.accounts[1].id: account 111122223333 is listed twice',
    ],
    [
      'an account without Regions',
      { targets: { accounts: [{ id: '111122223333' }] } },
      'managedNodes.targets.accounts[0].regions: expected a list of Regions',
    ],
    [
      'a wrong regular expression',
      {
        ownership: {
          defaultOwner: 'group:default/a',
          rules: [{ match: { namePattern: '(' }, owner: 'group:default/a' }],
        },
      },
      'managedNodes.ownership.rules[0].match.namePattern: expected a regular expression',
    ],
    [
      'a default owner that is no ref',
      { ownership: { defaultOwner: 'a b c' } },
      "managedNodes.ownership.defaultOwner: expected an entity ref such as group:default/team-a, got 'a b c'",
    ],
    [
      'an unknown environment',
      { environments: [{ environment: 'moon', match: {} }] },
      'managedNodes.environments[0].environment: Invalid option',
    ],
    [
      'a duration that is none',
      { sync: { interval: 'soon' } },
      'managedNodes.sync.interval',
    ],
    [
      'no time at all',
      { sync: { interval: { seconds: 0 } } },
      'managedNodes.sync.interval: expected a duration longer than nothing',
    ],
  ])('says which key is wrong for %s', (_, config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});
