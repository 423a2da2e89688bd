import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import {
  createDiscovery,
  DELEGATED,
  MANAGEMENT,
  startOrganization,
} from './__testUtils__/organization';

jest.setTimeout(120_000);

const COMMERCE = '111122223333';
const SANDBOX = '666677778888';

describe.each(databases.eachSupportedId())('AccountDiscovery on %s', id => {
  let aws: Awaited<ReturnType<typeof startOrganization>>;
  let knex: Knex;

  beforeEach(async () => {
    aws = await startOrganization({ accounts: 30 });
    knex = await openTestDatabase(id);
  });
  afterEach(() => aws.stop());

  const create = (organization?: JsonObject, managedNodes?: JsonObject) =>
    createDiscovery(knex, aws.credentials, organization, managedNodes);

  const organizationIds = async () =>
    (await aws.control.accounts.list()).map(account => account.id).sort();

  it('finds every account over all pages, with its place', async () => {
    const portal = create();
    expect(await portal.run()).toMatchObject({
      state: 'ok',
      listed: 31,
      error: null,
    });
    expect(portal.ids()).toEqual(await organizationIds());
    expect(portal.directory.get(COMMERCE)).toEqual({
      id: COMMERCE,
      name: 'commerce-prod',
      tags: {},
      units: ['Workloads', 'Production', 'Commerce'],
      regions: ['eu-central-1', 'us-east-1'],
      source: 'ssm',
      roleName: 'BackstageManagedNodesRead',
      externalId: 'managed-nodes-demo',
      allowedOwners: undefined,
    });
    expect(portal.directory.get(MANAGEMENT)?.units).toEqual([]);
    expect(portal.directory.targets()).toHaveLength(62);
  });

  it('asks a delegated administrator with the role of the accounts', async () => {
    const portal = create({ account: DELEGATED, accountRole: undefined });
    expect(await portal.run()).toMatchObject({ state: 'ok', listed: 31 });
    expect(
      (await aws.control.calls())
        .filter(call => call.operation === 'ListAccounts')
        .map(call => call.account),
    ).toEqual([DELEGATED]);
  });

  it.each<[string, JsonObject, (name: string, unit: string) => boolean]>([
    [
      'a path of units',
      { include: { units: ['Workloads/Production'] } },
      (_, unit) => unit.startsWith('Workloads/Production'),
    ],
    [
      'the name of a unit, without some accounts',
      {
        include: { units: ['Staging'] },
        exclude: { accounts: ['222233334444'] },
      },
      (name, unit) =>
        unit === 'Workloads/Staging' && name !== 'commerce-staging',
    ],
    [
      'any of several, excluded ones out',
      {
        include: { units: ['Workloads'], accounts: [SANDBOX] },
        exclude: { units: ['Workloads/Production/Data', 'Staging'] },
      },
      (name, unit) => /Commerce|Operations/.test(unit) || name === 'sandbox',
    ],
    [
      'account tags',
      {
        include: { tags: ['environment=production'] },
        exclude: { tags: ['owner=corporate-it'] },
      },
      () => false,
    ],
  ])('selects by %s', async (what, organization, expected) => {
    const portal = create(organization);
    expect(await portal.run()).toMatchObject({ state: 'ok', listed: 31 });
    const accounts = await aws.control.accounts.list();
    const selected = accounts.filter(({ name, unit, tags }) =>
      what === 'account tags'
        ? tags.environment === 'production' && tags.owner !== 'corporate-it'
        : expected(name, unit),
    );
    expect(selected.length).toBeGreaterThan(0);
    expect(portal.ids()).toEqual(selected.map(account => account.id).sort());
  });

  it('selects by the id of a unit', async () => {
    const [unit] = (await aws.control.accounts.list())
      .filter(account => account.name === 'sandbox')
      .map(account => account.unitId);
    const portal = create({ include: { units: [unit] } });
    await portal.run();
    expect(portal.ids()).toContain(SANDBOX);
    expect(portal.ids().length).toBeLessThan(6);
  });

  it('fills in role names, and lets config say more of an account', async () => {
    const portal = create(
      {
        roleName: 'read-{{ accountName }}-{{ account }}',
        externalId: 'organization',
        exclude: { units: ['Sandbox'] },
        allowedOwners: [
          { match: { unit: 'Production' }, owners: ['group:producers'] },
          { match: { accountTag: 'owner' }, owners: ['group:everyone-else'] },
        ],
      },
      {
        targets: {
          roleName: 'unused',
          regions: ['eu-central-1'],
          accounts: [
            {
              id: COMMERCE,
              name: 'Commerce',
              regions: ['ap-southeast-2'],
              roleName: 'Special',
              tags: { owner: 'config', extra: 'yes' },
              allowedOwners: ['group:commerce'],
            },
            { id: SANDBOX },
            { id: '123456789012', name: 'elsewhere' },
          ],
        },
      },
    );
    await portal.run();
    expect(portal.directory.get(COMMERCE)).toMatchObject({
      name: 'Commerce',
      regions: ['ap-southeast-2'],
      roleName: 'Special',
      externalId: 'organization',
      units: ['Workloads', 'Production', 'Commerce'],
      tags: { environment: 'production', owner: 'config', extra: 'yes' },
      allowedOwners: ['group:default/commerce'],
    });
    expect(portal.directory.get('333344445555')).toMatchObject({
      roleName: 'read-data-prod-333344445555',
      allowedOwners: ['group:default/producers'],
      tags: { owner: 'data-team' },
    });
    expect(portal.directory.get('222233334444')?.allowedOwners).toEqual([
      'group:default/everyone-else',
    ]);
    // Named by config itself.
    expect(portal.directory.get(SANDBOX)?.name).toBe('sandbox');
    expect(portal.directory.get('123456789012')).toMatchObject({
      name: 'elsewhere',
      regions: ['eu-central-1'],
      units: [],
    });
  });

  it('takes up an account that joins', async () => {
    const portal = create();
    await portal.run();
    const { id: joined } = await aws.control.accounts.join({
      name: 'Neu & <b>bold</b>',
      unit: 'Workloads/New/Deep',
    });
    await portal.run();
    expect(portal.directory.get(joined)).toMatchObject({
      name: 'Neu & <b>bold</b>',
      units: ['Workloads', 'New', 'Deep'],
    });
    expect(portal.logger.info).toHaveBeenCalledWith(
      `Found 1 accounts: ${joined}`,
    );
  });

  it('follows an account into another unit', async () => {
    const portal = create({ include: { units: ['Workloads'] } });
    await portal.run();
    expect(portal.ids()).not.toContain(SANDBOX);
    await aws.control.accounts.change(SANDBOX, { unit: 'Workloads/Staging' });
    await portal.run();
    expect(portal.directory.get(SANDBOX)?.units).toEqual([
      'Workloads',
      'Staging',
    ]);
    await aws.control.accounts.change(SANDBOX, { unit: 'Sandbox' });
    await portal.run();
    expect(portal.ids()).not.toContain(SANDBOX);
  });

  it('asks each account for its Regions, once an hour', async () => {
    await aws.control.accounts.setRegions(COMMERCE, {
      'ap-southeast-2': 'not-opted-in',
    });
    const portal = create(
      { regions: 'enabled', exclude: { accounts: [SANDBOX] } },
      {
        targets: {
          roleName: 'BackstageManagedNodesRead',
          externalId: 'managed-nodes-demo',
          accounts: [{ id: '333344445555', regions: ['us-east-1'] }],
        },
      },
    );
    await portal.run();
    const regionsOf = (account: string) =>
      portal.directory.get(account)?.regions;
    expect(regionsOf('222233334444')).toEqual(
      expect.arrayContaining(['ap-southeast-2', 'eu-central-1', 'us-east-1']),
    );
    expect(regionsOf(COMMERCE)).toEqual(
      regionsOf('222233334444')?.filter(region => region !== 'ap-southeast-2'),
    );
    expect(regionsOf('333344445555')).toEqual(['us-east-1']);
    // Not where it is not to be synced, or the Regions are known.
    expect((await aws.calls()).DescribeRegions).toBe(28);
    await portal.run();
    expect((await aws.calls()).DescribeRegions).toBe(28);

    // Nobody is dropped for want of an answer: some Region shows what is wrong.
    expect(regionsOf(MANAGEMENT)).toEqual(['us-east-1']);
  });

  it('knows all targets after a restart without Organizations', async () => {
    const first = create({ include: { units: ['Workloads'] } });
    await first.run();
    await aws.control.addFault({ kind: 'outage', service: 'organizations' });
    const second = create({ include: { units: ['Workloads'] } });
    expect(second.ids()).toEqual([]);
    expect(await second.discovered.refresh()).toBe(true);
    expect(second.directory.targets()).toEqual(first.directory.targets());
    expect(second.directory.fingerprint).toBe(first.directory.fingerprint);
  });

  it('lets replicas that only look see what another found', async () => {
    const [finder, other] = [create(), create()];
    await finder.run();
    expect(await other.discovered.refresh()).toBe(true);
    expect(other.ids()).toEqual(finder.ids());
    await finder.run();
    expect(await other.discovered.refresh()).toBe(false);
    const { id: joined } = await aws.control.accounts.join({ name: 'joined' });
    await finder.run();
    expect(await other.discovered.refresh()).toBe(true);
    expect(other.ids()).toContain(joined);
  });
});
