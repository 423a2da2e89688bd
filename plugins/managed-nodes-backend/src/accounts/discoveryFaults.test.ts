import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import {
  createDiscovery,
  startOrganization,
} from './__testUtils__/organization';

jest.setTimeout(120_000);

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
