import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import {
  databases,
  listing,
  observation,
  openTestDatabase,
} from '../__testUtils__/nodes';
import { NodeWriter } from '../nodes/NodeWriter';
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

  const storeNodes = async (account: string, region: string, ids: number[]) =>
    NodeWriter.create({ knex }).applyPage(
      listing(1, { account, region }),
      ids.map(index => observation(index)),
      10_000,
    );
  const nodesOf = async (account: string) =>
    knex('nodes').where({ account }).whereNull('left_at').pluck('name');
  const revision = async () =>
    Number((await knex('revision_counter').first()).value);

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

  it.each(['CLOSED', 'SUSPENDED'] as const)(
    'lets the nodes of an account leave that is %s, and return with it',
    async state => {
      const portal = create();
      await portal.run();
      await storeNodes(SANDBOX, 'eu-central-1', [1, 2]);
      await storeNodes(SANDBOX, 'us-east-1', [3]);
      await storeNodes(COMMERCE, 'us-east-1', [4]);
      await knex('unmanaged_instances').insert(
        [SANDBOX, COMMERCE].map(account => ({
          account,
          region: 'us-east-1',
          instance_id: 'i-1',
          title: 'x',
          sort_title: 'x',
          reason: 'no-agent',
          environment: 'aws',
          owner_ref: 'group:default/a',
          claimed: true,
          tags: '{}',
          details: '{}',
          search_text: 'x',
          first_seen_at: 1,
          last_seen_at: 1,
          seen_generation: 1,
        })),
      );
      const before = await revision();
      await aws.control.accounts.change(SANDBOX, { state });
      expect(await portal.run()).toMatchObject({ state: 'ok', listed: 31 });

      expect(portal.ids()).not.toContain(SANDBOX);
      expect(await nodesOf(SANDBOX)).toEqual([]);
      expect(await nodesOf(COMMERCE)).toHaveLength(1);
      expect(await knex('nodes').where({ status: 'left' })).toHaveLength(3);
      expect(await knex('unmanaged_instances').pluck('account')).toEqual([
        COMMERCE,
      ]);
      expect(await revision()).toBe(before + 3);
      expect(
        await knex('node_changes').where('revision', '>', before),
      ).toHaveLength(3);

      // Nothing leaves twice.
      await portal.run();
      expect(await revision()).toBe(before + 3);

      await aws.control.accounts.change(SANDBOX, { state: 'ACTIVE' });
      await portal.run();
      expect(portal.ids()).toContain(SANDBOX);
      await storeNodes(SANDBOX, 'us-east-1', [3]);
      expect(await nodesOf(SANDBOX)).toHaveLength(1);
      await portal.run();
      expect(await nodesOf(SANDBOX)).toHaveLength(1);
    },
  );

  it('stops to sync an account that is about to be closed, and keeps its nodes', async () => {
    const portal = create();
    await portal.run();
    await storeNodes(SANDBOX, 'us-east-1', [1]);
    await aws.control.accounts.change(SANDBOX, { state: 'PENDING_CLOSURE' });
    await portal.run();
    expect(portal.ids()).not.toContain(SANDBOX);
    expect(await nodesOf(SANDBOX)).toHaveLength(1);
  });

  it('keeps the nodes of an account that config excludes', async () => {
    await create().run();
    await storeNodes(SANDBOX, 'us-east-1', [1]);
    const portal = create({ exclude: { units: ['Sandbox'] } });
    await portal.run();
    expect(portal.ids()).not.toContain(SANDBOX);
    expect(await nodesOf(SANDBOX)).toHaveLength(1);
  });

  it('believes that an account left when two listings do not show it', async () => {
    const portal = create();
    await portal.run();
    await storeNodes(SANDBOX, 'us-east-1', [1]);
    await aws.control.accounts.leave(SANDBOX);
    expect(await portal.run()).toMatchObject({ state: 'ok', listed: 30 });
    expect(portal.ids()).toContain(SANDBOX);
    expect(await nodesOf(SANDBOX)).toHaveLength(1);

    await portal.run();
    expect(portal.ids()).not.toContain(SANDBOX);
    expect(await nodesOf(SANDBOX)).toEqual([]);

    await aws.control.accounts.join({ id: SANDBOX, name: 'sandbox' });
    await portal.run();
    expect(portal.ids()).toContain(SANDBOX);
  });

  it('goes on with an account that left the organization when config names it', async () => {
    const portal = create(
      {},
      {
        targets: { regions: ['us-east-1'], accounts: [{ id: SANDBOX }] },
      },
    );
    await portal.run();
    await storeNodes(SANDBOX, 'us-east-1', [1]);
    await aws.control.accounts.leave(SANDBOX);
    await portal.run();
    await portal.run();
    expect(portal.ids()).toContain(SANDBOX);
    expect(await nodesOf(SANDBOX)).toHaveLength(1);
  });

  it('holds a listing without 30 % of the accounts, until they are back', async () => {
    const portal = create();
    await portal.run();
    const all = await organizationIds();
    const leaving = all.filter(each => each.startsWith('7')).slice(0, 10);
    for (const account of leaving) {
      await storeNodes(account, 'us-east-1', [Number(account.slice(-2))]);
      await aws.control.accounts.leave(account);
    }
    await aws.control.accounts.join({ id: '123456789012', name: 'joined' });
    for (const _ of [1, 2, 3]) {
      expect(await portal.run()).toMatchObject({
        state: 'held',
        complete: true,
        listed: 22,
        error: {
          code: 'TooManyRemovals',
          message: expect.stringMatching(/^10 of 3[12] accounts/),
        },
      });
    }
    expect(portal.ids()).toEqual([...all, '123456789012'].sort());
    expect(await nodesOf(leaving[0])).toHaveLength(1);
    for (const account of leaving) {
      await aws.control.accounts.join({ id: account, name: `back-${account}` });
    }
    expect(await portal.run()).toMatchObject({ state: 'ok', listed: 32 });
  });

  it.each<[string, string, Parameters<typeof aws.control.addFault>[0][]]>([
    ['is denied', 'AccessDeniedException', [{ kind: 'access-denied' }]],
    [
      'is denied on the second page',
      'AccessDeniedException',
      [{ kind: 'access-denied', after: 1 }],
    ],
    ['no longer takes its tokens', 'ExpiredToken', [{ kind: 'expired-token' }]],
    ['gives one token again', 'MalformedResponse', [{ kind: 'looping-token' }]],
  ])('keeps everything when Organizations %s', async (_, code, faults) => {
    const portal = create({ missingAfter: 1 });
    await portal.run();
    const before = portal.directory.all();
    for (const fault of faults) {
      await aws.control.addFault({
        service: 'organizations',
        operation: 'ListAccounts',
        ...fault,
      });
    }
    expect(await portal.run()).toMatchObject({
      state: 'failed',
      complete: false,
      error: {
        code,
        missingIamAction:
          code === 'AccessDeniedException'
            ? 'organizations:ListAccounts'
            : null,
      },
    });
    expect(portal.directory.all()).toEqual(before);
    expect(await portal.store.discovery()).toMatchObject({
      state: 'failed',
      listed: 31,
    });

    await aws.control.clearFaults();
    expect(await portal.run()).toMatchObject({ state: 'ok' });
  });

  it('starts over when a token expires on the way', async () => {
    await aws.control.addFault({
      kind: 'expired-token',
      operation: 'ListAccounts',
      count: 1,
    });
    const portal = create();
    expect(await portal.run()).toMatchObject({ state: 'ok', listed: 31 });
  });

  it('gets through throttling, and counts it', async () => {
    await aws.control.addFault({
      kind: 'throttle',
      operation: 'ListAccounts',
      count: 2,
    });
    expect(await create().run()).toMatchObject({
      state: 'ok',
      listed: 31,
      throttles: 2,
    });
  });

  it('keeps what was known of units, tags and Regions that cannot be read', async () => {
    const config = { include: { tags: ['environment'] }, regions: 'enabled' };
    await create(config).run();
    // An hour later everything is to be read anew.
    await knex('organization_accounts').update({ tags_at: 0, regions_at: 0 });
    await knex('organization_discovery').update({ units_at: 0 });
    for (const operation of [
      'ListOrganizationalUnitsForParent',
      'ListTagsForResource',
      'DescribeRegions',
    ]) {
      await aws.control.addFault({ kind: 'access-denied', operation });
    }
    const portal = create(config);
    await portal.discovered.refresh();
    const before = portal.directory.all();
    expect(before).toHaveLength(31);
    const joined = await aws.control.accounts.join({ name: 'new' });
    const outcome = await portal.run();
    expect(outcome).toMatchObject({
      state: 'partial',
      complete: true,
      error: {
        code: 'AccessDeniedException',
        missingIamAction: 'organizations:ListOrganizationalUnitsForParent',
      },
    });
    expect(outcome.error?.message).toMatch(
      /Organizational units of 32 accounts.*Tags of 32 accounts.*Enabled Regions of 31 accounts/,
    );
    // One denial stands for all accounts where all ask the same place.
    expect(await aws.calls()).toMatchObject({ DescribeRegions: 30 + 30 });
    expect(portal.directory.all()).toEqual(before);
    expect(portal.ids()).not.toContain(joined.id);
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

  it('leaves it to the run that began last', async () => {
    const portal = create();
    await portal.run();
    const rules = {
      missingAfter: 1,
      maxRemovalPercentage: 100,
      minHeldRemovals: 1,
    };
    const old = await portal.store.begin('test', 1);
    const young = await portal.store.begin('test', 2);
    await expect(portal.store.apply(old, [], rules, 3)).rejects.toThrow(
      'Another discovery has begun meanwhile',
    );
    await portal.store.finish(
      old,
      {
        state: 'ok',
        complete: true,
        listed: 0,
        calls: 0,
        throttles: 0,
        error: null,
      },
      4,
    );
    expect(await portal.store.discovery()).toMatchObject({
      state: 'running',
      generation: young,
      listed: 31,
    });
    expect((await portal.store.accounts()).filter(a => a.gone)).toEqual([]);
  });

  it('keeps everything when it is stopped on the way', async () => {
    const portal = create();
    await portal.run();
    const before = portal.directory.all();
    await aws.control.addFault({ kind: 'slow', milliseconds: 5_000 });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    expect(await portal.run(stop.signal)).toMatchObject({
      state: 'failed',
      error: { code: 'Interrupted' },
    });
    expect(portal.directory.all()).toEqual(before);
  });
});
