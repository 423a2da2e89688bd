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
  startOrganization,
} from './__testUtils__/organization';

jest.setTimeout(120_000);

const COMMERCE = '111122223333';
const SANDBOX = '666677778888';

describe.each(databases.eachSupportedId())('AccountRetirement on %s', id => {
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
});
