import {
  ACCOUNT,
  databases,
  nodeId,
  REGION,
  store,
} from '../__testUtils__/nodes';
import { NO_PATCH_REPORT } from '../nodes/rows';
import {
  ALL,
  createPlans,
  ELSEWHERE,
  lacking,
  MINE,
  node,
  PAGE,
} from './__testUtils__/planQueries';
import { plan, targetsOf } from './__testUtils__/plans';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('PlanQueries on %s', id => {
  let portal: Awaited<ReturnType<typeof createPlans>>;

  beforeEach(async () => {
    portal = await createPlans(id);
  });

  it('counts the nodes that plans are for, and what those lack', async () => {
    await store(portal.knex, [
      node(1, { 'Patch Group': 'web', env: 'prod' }),
      node(2, { 'Patch Group': 'web', env: 'dev' }),
      node(3, { 'Patch Group': 'db', env: 'prod' }),
      node(4, { PatchGroup: 'web' }),
      node(5, {}),
    ]);
    // The same node ids and tags in another Region are none of theirs.
    await store(
      portal.knex,
      [node(6, { 'Patch Group': 'web', env: 'prod' })],
      ELSEWHERE,
    );
    await portal.keep(
      plan(1, { targets: targetsOf({ InstanceIds: ['*'] }) }),
      plan(2, { targets: targetsOf({ 'tag:Patch Group': ['web'] }) }),
      plan(3, { targets: targetsOf({ 'tag:Patch Group': ['web', 'db'] }) }),
      plan(4, {
        targets: targetsOf({ 'tag:Patch Group': ['web'], 'tag:env': ['prod'] }),
      }),
      plan(5, {
        targets: targetsOf(
          { 'tag:Patch Group': ['web'], 'tag:env': ['prod'] },
          { 'tag:PatchGroup': ['web'] },
        ),
      }),
      plan(6, { targets: targetsOf({ InstanceIds: [nodeId(3), nodeId(5)] }) }),
      plan(7, { targets: targetsOf({ 'tag-key': ['env', 'PatchGroup'] }) }),
      plan(8, { targets: targetsOf({ 'tag:Patch Group': ['WEB'] }) }),
      plan(9, { targets: targetsOf({ 'tag:env': ['prod', "x' OR 1=1"] }) }),
    );
    const { items } = await portal.queries.listPlans(PAGE, {}, ALL);
    expect(
      items.map(({ name, nodes, missing }) => [name, nodes, missing]),
    ).toEqual([
      ['window-1', 5, 15],
      ['window-2', 2, 3],
      ['window-3', 3, 6],
      ['window-4', 1, 1],
      ['window-5', 2, 5],
      ['window-6', 2, 8],
      ['window-7', 4, 10],
      ['window-9', 2, 4],
    ]);
    expect(items[1]).toMatchObject({
      kind: 'maintenance-window',
      account: ACCOUNT,
      accountName: 'commerce-prod',
      region: REGION,
      operation: 'Install',
      rebootOption: 'RebootIfNeeded',
      schedule: 'cron(0 2 ? * SUN *)',
      scheduleTimezone: 'Europe/Berlin',
      nextRunAt: '2030-01-06T01:00:00.002Z',
      durationHours: 4,
      cutoffHours: 1,
      enabled: true,
      targetsText: 'tag Patch Group = web',
      targetsKnown: true,
      lastRunAt: null,
      consoleUrl: `https://${REGION}.console.aws.amazon.com/systems-manager/maintenance-windows/mw-00000000000000002/description?region=${REGION}`,
    });
  });

  it('shows only plans of nodes that the caller may see and asked for', async () => {
    const mine = { Owner: 'mine' };
    await store(portal.knex, [
      node(1, { ...mine, role: 'web' }),
      node(2, { role: 'db' }),
      node(3, { ...mine, role: 'cache' }, { platformName: 'Windows' }),
    ]);
    await portal.keep(
      plan(1, { targets: targetsOf({ 'tag:role': ['web', 'db'] }) }),
      plan(2, { targets: targetsOf({ 'tag:role': ['db'] }) }),
      plan(3, { targets: targetsOf({ 'tag:role': ['cache'] }) }),
    );
    const page = await portal.queries.listPlans(PAGE, {}, MINE);
    expect(
      page.items.map(item => [item.name, item.nodes, item.missing]),
    ).toEqual([
      ['window-1', 1, 1],
      ['window-3', 1, 3],
    ]);
    expect(await portal.names(MINE, { platform: ['Windows'] })).toEqual([
      'window-3',
    ]);
    expect(await portal.names(ALL, { account: ['999999999999'] })).toEqual([]);
  });

  it('shows plans for resource groups only to those who may see every node there', async () => {
    const group = targetsOf({ 'resource-groups:Name': ['web-servers'] });
    await store(portal.knex, [node(1, { Owner: 'mine' }), node(2, {})]);
    await portal.keep(plan(1, { targets: group }));
    const page = await portal.queries.listPlans(PAGE, {}, ALL);
    expect(page.items).toMatchObject([
      {
        targetsKnown: false,
        targetsText: 'resource group web-servers',
        nodes: 0,
        missing: 0,
      },
    ]);
    expect(await portal.names(MINE)).toEqual([]);
    expect(
      await portal.names({ criteria: { field: 'region', in: [REGION] } }),
    ).toEqual(['window-1']);
    // Who sees no node there may not see all of them either.
    expect(
      await portal.names({ criteria: { field: 'region', in: ['us-east-1'] } }),
    ).toEqual([]);
    // A part that can be told is for those whose nodes it is.
    await portal.keep(
      plan(1, {
        targets: targetsOf(
          { 'resource-groups:Name': ['web-servers'] },
          { InstanceIds: [nodeId(1)] },
        ),
      }),
    );
    const [part] = (await portal.queries.listPlans(PAGE, {}, MINE)).items;
    expect(part).toMatchObject({ targetsKnown: false, nodes: 1, missing: 1 });
  });

  it('counts noncompliant nodes that no coming install is for', async () => {
    await store(portal.knex, [
      node(1, { role: 'installed' }),
      node(2, { role: 'scanned' }),
      node(3, { role: 'disabled' }),
      node(4, { role: 'past' }),
      node(5, { role: 'both', env: 'prod' }),
      node(6, { role: 'both' }),
      node(7, { role: 'none' }, { patch: lacking(0) }),
      node(8, {}, { patch: NO_PATCH_REPORT }),
      node(9, {}),
    ]);
    const of = (role: string) => targetsOf({ 'tag:role': [role] });
    await portal.keep(
      plan(1, { targets: of('installed') }),
      plan(2, {
        targets: of('scanned'),
        operation: 'Scan',
        rebootOption: null,
      }),
      plan(3, { targets: of('disabled'), enabled: false }),
      plan(4, { targets: of('past'), nextRunAt: null }),
      plan(5, {
        targets: targetsOf({ 'tag:role': ['both'], 'tag:env': ['prod'] }),
      }),
    );
    const { unplanned } = await portal.queries.listPlans(PAGE, {}, ALL);
    // Two, three, four, six and nine.
    expect(unplanned).toBe(5);
    const narrowed = await portal.queries.listPlans(
      { ...PAGE, operation: ['Scan'], withinDays: 1 },
      { tag: ['role=scanned'] },
      ALL,
    );
    expect(narrowed.unplanned).toBe(1);
    expect(narrowed.items).toEqual([]);
    await portal.keep();
    expect((await portal.queries.listPlans(PAGE, {}, ALL)).unplanned).toBe(7);
  });

  it('leaves out nodes that left', async () => {
    await store(portal.knex, [node(1, {})]);
    await portal.keep(plan(1));
    expect(await portal.names()).toEqual(['window-1']);
    await portal.knex('nodes').update({ status: 'left' });
    expect(await portal.names()).toEqual([]);
    expect(await portal.names(ALL, { status: ['left'] })).toEqual(['window-1']);
  });
});
