import { AccountSelection } from './AccountSelection';
import { AccountFacts } from './facts';

const ROOT = 'r-d3m0';
const WORKLOADS = 'ou-d3m0-00000001';
const PRODUCTION = 'ou-d3m0-00000002';

const account = (facts: Partial<AccountFacts> = {}): AccountFacts => ({
  id: '111122223333',
  name: 'commerce-prod',
  state: 'ACTIVE',
  unitIds: [ROOT, WORKLOADS, PRODUCTION],
  units: ['Workloads', 'Production'],
  tags: { owner: 'payments', 'a=b': 'c' },
  regions: null,
  ...facts,
});

const choice = (
  entries: Partial<Record<'units' | 'accounts' | 'tags', string[]>>,
) => ({
  units: [],
  accounts: [],
  tags: [],
  ...entries,
});

const select = (
  include: Parameters<typeof choice>[0],
  exclude: Parameters<typeof choice>[0] = {},
) =>
  AccountSelection.create({
    include: choice(include),
    exclude: choice(exclude),
    allowedOwners: [],
  });

describe('AccountSelection', () => {
  it('includes everything when config names nothing', () => {
    expect(select({}).includes(account())).toBe(true);
    expect(
      select({}).includes(account({ unitIds: null, units: null, tags: null })),
    ).toBe(true);
  });

  it.each<[string, Parameters<typeof choice>[0], boolean]>([
    ['id of a unit', { units: [PRODUCTION] }, true],
    ['id of a unit above', { units: [WORKLOADS] }, true],
    ['id of the root', { units: [ROOT] }, true],
    ['id of another unit', { units: ['ou-d3m0-00000009'] }, false],
    ['name of a unit', { units: ['Production'] }, true],
    ['name of a unit above', { units: ['Workloads'] }, true],
    ['path', { units: ['Workloads/Production'] }, true],
    ['path that starts elsewhere', { units: ['Production/Workloads'] }, false],
    ['path that goes on', { units: ['Workloads/Production/Data'] }, false],
    ['part of a name', { units: ['Work'] }, false],
    ['account', { accounts: ['111122223333'] }, true],
    ['another account', { accounts: ['222233334444'] }, false],
    ['tag', { tags: ['owner'] }, true],
    ['tag with its value', { tags: ['owner=payments'] }, true],
    ['tag with another value', { tags: ['owner=Payments'] }, false],
    ['a tag it does not have', { tags: ['toString'] }, false],
    [
      'one of several alternatives',
      { units: ['Sandbox'], tags: ['team'], accounts: ['111122223333'] },
      true,
    ],
  ])('knows an account by %s', (_, entries, expected) => {
    expect(select(entries).includes(account())).toBe(expected);
    expect(select({}, entries).includes(account())).toBe(!expected);
  });

  it('lets exclusion beat inclusion', () => {
    const selection = select(
      { accounts: ['111122223333'] },
      { units: ['Workloads'] },
    );
    expect(selection.includes(account())).toBe(false);
  });

  it.each<[string, Partial<AccountFacts>, Parameters<typeof choice>[0]]>([
    ['tags', { tags: null }, { tags: ['owner'] }],
    ['names of units', { units: null }, { units: ['Production'] }],
    ['ids of units', { unitIds: null, units: null }, { units: [PRODUCTION] }],
  ])('does not decide by %s it does not know', (_, facts, entries) => {
    expect(select(entries).includes(account(facts))).toBeUndefined();
    expect(select({}, entries).includes(account(facts))).toBeUndefined();
    // What is known may be enough.
    const id = { accounts: ['111122223333'] };
    expect(select({ ...entries, ...id }).includes(account(facts))).toBe(true);
    expect(select(entries, id).includes(account(facts))).toBe(false);
  });

  describe('allowed owners', () => {
    const selection = AccountSelection.create({
      include: choice({}),
      exclude: choice({}),
      allowedOwners: [
        {
          match: {
            unit: ['Production', 'Staging'],
            accountTag: 'owner=payments',
          },
          owners: ['group:default/payments'],
        },
        {
          match: { account: ['222233334444'] },
          owners: ['group:default/data'],
        },
      ],
    });

    it('are those of the first rule of which everything holds', () => {
      expect(selection.allowedOwners(account())).toEqual([
        'group:default/payments',
      ]);
      expect(
        selection.allowedOwners(account({ id: '222233334444', tags: {} })),
      ).toEqual(['group:default/data']);
    });

    it('are any where no rule holds', () => {
      expect(selection.allowedOwners(account({ tags: {} }))).toBeUndefined();
    });

    it('are nobody while it cannot be told which rule holds', () => {
      expect(selection.allowedOwners(account({ tags: null }))).toEqual([]);
      expect(
        selection.allowedOwners(account({ tags: {}, units: null })),
      ).toBeUndefined();
    });
  });
});
