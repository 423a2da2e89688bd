import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readManagedNodesConfig } from '../config';

const DAY = 86_400_000;

const FREEZE: JsonObject = {
  name: 'End of year',
  from: '2026-12-20T00:00:00Z',
  to: '2027-01-04T00:00:00+01:00',
};

function read(managedNodes: JsonObject) {
  return readManagedNodesConfig(new ConfigReader({ managedNodes })).patches;
}

const freezes = (...all: JsonObject[]) =>
  read({ patches: { actions: { freezes: all } } }).actions.freezes;

describe('what config says of patches', () => {
  it('has defaults', () => {
    expect(read({})).toEqual({
      policy: {
        days: { critical: 7, security: 14, other: 30 },
        staleAfterDays: 14,
        staleAfterMs: 14 * DAY,
        countFrom: 'reported',
        maxExceptionMs: 180 * DAY,
      },
      details: { enabled: true, callsPerSecond: 5 },
      plans: { intervalMs: 3_600_000 },
      snapshots: { retentionMs: 400 * DAY },
      actions: {
        enabled: true,
        maxNodes: 500,
        confirmAbove: 10,
        freezes: [],
      },
      notifications: {
        critical: true,
        weeklyDigest: true,
        installEnded: true,
        exceptionExpiring: true,
      },
    });
  });

  it('takes moments of freezes with their zone, and days of UTC', () => {
    expect(
      freezes(FREEZE, { ...FREEZE, from: '2026-12-20', actions: ['scan'] }),
    ).toEqual([
      {
        name: 'End of year',
        from: Date.UTC(2026, 11, 20),
        to: Date.UTC(2027, 0, 3, 23),
        actions: ['install'],
        match: {},
      },
      expect.objectContaining({
        from: Date.UTC(2026, 11, 20),
        actions: ['scan'],
      }),
    ]);
  });

  it.each<[string, JsonObject, string]>([
    ['no time', { from: 'soon' }, '.from: expected a date and time'],
    ['a time without zone', { from: '2026-12-20T00:00:00' }, '.from: expected'],
    ['another way to write it', { to: '01/04/2027' }, '.to: expected a date'],
    ['a day that is not', { to: '2027-13-01' }, '.to: expected a date'],
    ['a number', { from: 20261220 }, '.from: expected a date'],
    ['an end before', { to: '2026-12-19' }, ': expected from to be before to'],
    ['another action', { actions: ['Install'] }, '.actions[0]: Invalid option'],
    ['no action', { actions: [] }, '.actions: '],
    ['an unknown key', { action: ['scan'] }, ': Unrecognized key: "action"'],
    ['no name', { name: '' }, '.name: '],
    [
      'no environment',
      { match: { environment: ['aws', 'awz'] } },
      '.match.environment: expected aws, azure',
    ],
    [
      'no pattern',
      { match: { namePattern: '(' } },
      '.match.namePattern: expected a regular expression',
    ],
  ])('says what is wrong with a freeze: %s', (_, change, message) => {
    const wrong = () => freezes({ ...FREEZE, ...change });
    const prefix = 'managedNodes.patches.actions.freezes[0]';
    expect(wrong).toThrow(`Invalid config: ${prefix}${message}`);
    // One mistake is told once.
    expect(wrong).not.toThrow('; ');
  });

  it('says that a freeze has no beginning', () => {
    const { from: _, ...endless } = FREEZE;
    expect(() => freezes(endless)).toThrow(
      'managedNodes.patches.actions.freezes[0].from: expected a date and time',
    );
  });
});
