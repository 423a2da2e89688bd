import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import {
  createDiscovery,
  startOrganization,
  withoutPaths,
} from './__testUtils__/organization';

jest.setTimeout(120_000);

describe('AccountFinder, in an organization of 300 accounts', () => {
  let aws: Awaited<ReturnType<typeof startOrganization>>;
  let knex: Knex;

  beforeEach(async () => {
    aws = await startOrganization({ accounts: 299, unevenPages: false });
    knex = await openTestDatabase(databases.eachSupportedId()[0][0]);
  });
  afterEach(() => aws.stop());

  const anHourLater = async () => {
    await knex('organization_accounts').update({ tags_at: 1, regions_at: 1 });
    await knex('organization_discovery').update({ units_at: 1 });
  };
  const callsOf = async (run: () => Promise<unknown>) => {
    await aws.control.resetCalls();
    await run();
    return aws.calls();
  };

  it('takes 15 calls for the accounts, and 3 an hour for names of units', async () => {
    const portal = createDiscovery(knex, aws.credentials);
    const first = {
      ListAccounts: 15,
      ListOrganizationalUnitsForParent: 3,
    };
    expect(await callsOf(() => portal.run())).toEqual(first);
    expect(portal.ids()).toHaveLength(300);
    expect(await callsOf(() => portal.run())).toEqual({ ListAccounts: 15 });
    await anHourLater();
    expect(await callsOf(() => portal.run())).toEqual(first);
  });

  it('asks for no names but those of an unknown unit', async () => {
    const portal = createDiscovery(knex, aws.credentials);
    await portal.run();
    await aws.control.accounts.join({ name: 'new', unit: 'Workloads/New' });
    expect(await callsOf(() => portal.run())).toEqual({
      ListAccounts: 16,
      ListOrganizationalUnitsForParent: 1,
    });
  });

  it('reads tags once an hour, and only of accounts whose tags decide', async () => {
    const portal = createDiscovery(knex, aws.credentials, {
      include: { tags: ['environment=production'] },
      exclude: { units: ['Sandbox'] },
    });
    const sandboxes = (await aws.control.accounts.list()).filter(
      ({ unit }) => unit === 'Sandbox',
    ).length;
    expect(sandboxes).toBeGreaterThan(0);
    expect(await callsOf(() => portal.run())).toMatchObject({
      ListTagsForResource: 300 - sandboxes,
    });
    expect(await callsOf(() => portal.run())).toEqual({ ListAccounts: 15 });

    await anHourLater();
    const [{ id }] = (await aws.control.accounts.list()).filter(
      ({ name }) => name === 'commerce-prod',
    );
    await aws.control.accounts.change(id, { tags: { environment: 'test' } });
    expect(portal.ids()).toContain(id);
    await portal.run();
    expect(portal.ids()).not.toContain(id);
  });

  it('walks the tree where AWS does not say where accounts are', async () => {
    const portal = createDiscovery(
      knex,
      aws.credentials,
      { include: { units: ['Workloads/Production'] } },
      {},
      withoutPaths,
    );
    const accounts = await aws.control.accounts.list();
    const wanted = accounts
      .filter(({ unit }) => unit.startsWith('Workloads/Production'))
      .map(({ id }) => id);
    const calls = await callsOf(() => portal.run());
    expect(portal.ids()).toEqual(wanted.sort());
    expect(calls).toMatchObject({ ListAccounts: 15, ListRoots: 1 });
    const total = Object.values(calls).reduce((sum, each) => sum + each, 0);
    expect(total).toBeLessThanOrEqual(60);

    // Not again within the hour, unless an account is new.
    expect(await callsOf(() => portal.run())).toEqual({ ListAccounts: 15 });
    const { id } = await aws.control.accounts.join({
      name: 'new',
      unit: 'Workloads/Production',
    });
    expect(await callsOf(() => portal.run())).toMatchObject({ ListRoots: 1 });
    expect(portal.directory.get(id)?.units).toEqual([
      'Workloads',
      'Production',
    ]);
  });

  it('keeps everything when Organizations goes on throttling', async () => {
    const impatient = () =>
      new OrganizationsClient({
        region: 'us-east-1',
        credentials: aws.credentials,
        maxAttempts: 2,
      });
    await createDiscovery(knex, aws.credentials).run();
    await aws.control.addFault({ kind: 'throttle', service: 'organizations' });
    const portal = createDiscovery(knex, aws.credentials, {}, {}, impatient);
    expect(await portal.run()).toMatchObject({
      state: 'failed',
      error: { code: 'TooManyRequestsException' },
    });
    expect(portal.ids()).toHaveLength(300);
  });
});
