import { Knex } from 'knex';
import {
  ACCOUNT,
  context,
  databases,
  listing,
  nodeId,
  observation,
  openTestDatabase,
  REGION,
  store,
} from '../__testUtils__/nodes';
import { Visibility } from '../nodes/filters';
import { NodeQueries } from '../nodes/NodeQueries';
import { NodeWriter } from '../nodes/NodeWriter';
import { NO_PATCH_REPORT } from '../nodes/rows';
import { NodeObservation, PatchReport } from '../nodes/types';
import { approval, baseline, plan, targetsOf } from './__testUtils__/plans';
import { PlanItem, PlanQueries } from './PlanQueries';
import { PlanStore } from './PlanStore';
import { PlanObservation } from './types';

jest.setTimeout(120_000);

const HERE = { account: ACCOUNT, region: REGION };
const ELSEWHERE = { account: ACCOUNT, region: 'us-east-1' };
const ALL: Visibility = { all: true };
const MINE: Visibility = {
  criteria: { field: 'owner', in: ['group:default/mine'] },
};
const PAGE = { limit: 50 };

function lacking(missing: number, others: Partial<PatchReport> = {}) {
  return {
    ...NO_PATCH_REPORT,
    bucket: missing ? ('security' as const) : ('compliant' as const),
    securityNonCompliant: missing,
    missing,
    lastOperation: 'Scan' as const,
    lastOperationAt: '2026-11-01T00:00:00.000Z',
    ...others,
  };
}

function node(
  index: number,
  tags: Record<string, string>,
  others: Partial<NodeObservation> = {},
): NodeObservation {
  return observation(index, { tags, patch: lacking(index), ...others });
}

describe.each(databases.eachSupportedId())('PlanQueries on %s', id => {
  let knex: Knex;
  let queries: PlanQueries;
  let plans: PlanStore;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    queries = PlanQueries.create({ knex, context });
    plans = PlanStore.create({ knex });
  });

  const keep = (...observed: PlanObservation[]) =>
    plans.replacePlans(HERE, 'maintenance-window', observed);
  const names = async (
    visibility: Visibility = ALL,
    filter = {},
    query: Partial<Parameters<PlanQueries['listPlans']>[0]> = {},
  ) => {
    const page = await queries.listPlans(
      { ...PAGE, ...query },
      filter,
      visibility,
    );
    return page.items.map(item => item.name);
  };

  it('counts the nodes that plans are for, and what those lack', async () => {
    await store(knex, [
      node(1, { 'Patch Group': 'web', env: 'prod' }),
      node(2, { 'Patch Group': 'web', env: 'dev' }),
      node(3, { 'Patch Group': 'db', env: 'prod' }),
      node(4, { PatchGroup: 'web' }),
      node(5, {}),
    ]);
    // The same node ids and tags in another Region are none of theirs.
    await store(
      knex,
      [node(6, { 'Patch Group': 'web', env: 'prod' })],
      ELSEWHERE,
    );
    await keep(
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
    const { items } = await queries.listPlans(PAGE, {}, ALL);
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
    await store(knex, [
      node(1, { ...mine, role: 'web' }),
      node(2, { role: 'db' }),
      node(3, { ...mine, role: 'cache' }, { platformName: 'Windows' }),
    ]);
    await keep(
      plan(1, { targets: targetsOf({ 'tag:role': ['web', 'db'] }) }),
      plan(2, { targets: targetsOf({ 'tag:role': ['db'] }) }),
      plan(3, { targets: targetsOf({ 'tag:role': ['cache'] }) }),
    );
    const page = await queries.listPlans(PAGE, {}, MINE);
    expect(
      page.items.map(item => [item.name, item.nodes, item.missing]),
    ).toEqual([
      ['window-1', 1, 1],
      ['window-3', 1, 3],
    ]);
    expect(await names(MINE, { platform: ['Windows'] })).toEqual(['window-3']);
    expect(await names(ALL, { account: ['999999999999'] })).toEqual([]);
  });

  it('shows plans for resource groups only to those who may see every node there', async () => {
    const group = targetsOf({ 'resource-groups:Name': ['web-servers'] });
    await store(knex, [node(1, { Owner: 'mine' }), node(2, {})]);
    await keep(plan(1, { targets: group }));
    const page = await queries.listPlans(PAGE, {}, ALL);
    expect(page.items).toMatchObject([
      {
        targetsKnown: false,
        targetsText: 'resource group web-servers',
        nodes: 0,
        missing: 0,
      },
    ]);
    expect(await names(MINE)).toEqual([]);
    expect(
      await names({ criteria: { field: 'region', in: [REGION] } }),
    ).toEqual(['window-1']);
    // Who sees no node there may not see all of them either.
    expect(
      await names({ criteria: { field: 'region', in: ['us-east-1'] } }),
    ).toEqual([]);
    // A part that can be told is for those whose nodes it is.
    await keep(
      plan(1, {
        targets: targetsOf(
          { 'resource-groups:Name': ['web-servers'] },
          { InstanceIds: [nodeId(1)] },
        ),
      }),
    );
    const [part] = (await queries.listPlans(PAGE, {}, MINE)).items;
    expect(part).toMatchObject({ targetsKnown: false, nodes: 1, missing: 1 });
  });

  it('counts noncompliant nodes that no coming install is for', async () => {
    await store(knex, [
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
    await keep(
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
    const { unplanned } = await queries.listPlans(PAGE, {}, ALL);
    // Two, three, four, six and nine.
    expect(unplanned).toBe(5);
    const narrowed = await queries.listPlans(
      { ...PAGE, operation: ['Scan'], withinDays: 1 },
      { tag: ['role=scanned'] },
      ALL,
    );
    expect(narrowed.unplanned).toBe(1);
    expect(narrowed.items).toEqual([]);
    await keep();
    expect((await queries.listPlans(PAGE, {}, ALL)).unplanned).toBe(7);
  });

  it('pages by next run, those without one last, each plan once', async () => {
    await store(knex, [node(1, {})]);
    const soon = Date.now() + 3_600_000;
    const many = Array.from({ length: 25 }, (_, index) =>
      plan(index, {
        // Many at the same time, and some without.
        nextRunAt: index % 5 === 0 ? null : soon + (index % 3) * 86_400_000 * 2,
        operation: index % 2 ? 'Scan' : 'Install',
      }),
    );
    await keep(...many);
    const seen: PlanItem[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.listPlans({ limit: 4, cursor }, {}, ALL);
      expect(page.items.length).toBeLessThanOrEqual(4);
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen.map(item => item.id)).size).toBe(25);
    expect(seen).toHaveLength(25);
    const runs = seen.map(item => item.nextRunAt ?? '9999');
    expect(runs).toEqual([...runs].sort());
    const streamed = [];
    for await (const page of queries.stream({}, {}, ALL)) {
      streamed.push(...page);
    }
    expect(streamed).toEqual(seen);
    const near = await names(ALL, {}, { withinDays: 1 });
    expect(near).toHaveLength(
      many.filter(({ nextRunAt }) => nextRunAt === soon).length,
    );
    expect(await names(ALL, {}, { operation: ['Scan'] })).toHaveLength(12);
    await expect(
      queries.listPlans({ ...PAGE, cursor: 'bm9uZQ' }, {}, ALL),
    ).rejects.toThrow('cursor: expected one that this API returned');
  });

  it('exports more plans than a page has', async () => {
    await store(knex, [node(1, {})]);
    await keep(...Array.from({ length: 230 }, (_, index) => plan(index)));
    const pages: number[] = [];
    for await (const page of queries.stream(
      { operation: ['Install'] },
      {},
      ALL,
    )) {
      pages.push(page.length);
    }
    expect(pages).toEqual([100, 100, 30]);
  });

  it('tells how a node is patched, and by which baseline', async () => {
    await store(knex, [
      node(
        1,
        { role: 'web' },
        {
          patch: lacking(1, { baselineId: 'pb-0001', patchGroup: 'web' }),
        },
      ),
      node(2, { role: 'db' }),
    ]);
    await keep(
      plan(2, { targets: targetsOf({ 'tag:role': ['web'] }) }),
      plan(1, { targets: targetsOf({ InstanceIds: ['*'] }) }),
      plan(3, { targets: targetsOf({ 'tag:role': ['db'] }) }),
      plan(4, { targets: targetsOf({ 'resource-groups:Name': ['x'] }) }),
    );
    const rules = ['All patches: approved 7 days after release'];
    await plans.replaceBaselines(HERE, [baseline('pb-0001', { rules })]);
    // The same id in another place is another baseline.
    await plans.replaceBaselines(ELSEWHERE, [baseline('pb-0001')]);
    await plans.begin(HERE, 1_000);
    await plans.finish(HERE, ['windows', 'associations'], [], 2_000);
    const byId = NodeQueries.create({ knex, context });
    const { items } = await byId.list(
      { sort: 'title', order: 'asc', limit: 10 },
      ALL,
    );
    const first = await queries.nodePlan(items[0]);
    expect(first).toMatchObject({
      baseline: { id: 'pb-0001', rules, predefined: false },
      patchGroup: 'web',
      plans: [{ name: 'window-1' }, { name: 'window-2' }],
      readAt: '1970-01-01T00:00:02.000Z',
    });
    const second = await queries.nodePlan(items[1]);
    expect(second.baseline).toBeNull();
    expect(second.plans.map(({ name }) => name)).toEqual([
      'window-1',
      'window-3',
    ]);
  });

  it('finds the baseline of AWS by the end of its ARN', async () => {
    const arn = 'arn:aws:ssm:eu-central-1:075727635805:patchbaseline/pb-0aws';
    await store(knex, [
      node(1, {}, { patch: lacking(1, { baselineId: arn }) }),
      node(2, {}, { patch: lacking(1, { baselineId: 'pb-0own' }) }),
      node(3, {}, { patch: lacking(1, { baselineId: 'pb-0own' }) }),
    ]);
    expect((await plans.referredBaselines(HERE)).sort()).toEqual(
      [arn, 'pb-0own'].sort(),
    );
    await plans.replaceBaselines(HERE, [
      baseline('pb-0aws', { predefined: true }),
    ]);
    const [first] = await NodeQueries.create({ knex, context }).getMany(
      await knex('nodes').orderBy('node_id').pluck('name'),
    );
    expect((await queries.nodePlan(first!)).baseline).toMatchObject({
      id: 'pb-0aws',
      predefined: true,
      consoleUrl: `https://${REGION}.console.aws.amazon.com/systems-manager/patch-manager/baselines/pb-0aws?region=${REGION}`,
    });
  });

  it('tells what will be approved for how many of the caller', async () => {
    const measured = (index: number, baselineId: string, tags = {}) =>
      node(index, tags, { patch: lacking(1, { baselineId }) });
    await store(knex, [
      measured(1, 'pb-0001', { Owner: 'mine' }),
      measured(2, 'pb-0001'),
      measured(3, 'pb-0002'),
      node(4, {}),
    ]);
    await store(knex, [measured(5, 'pb-0001')], ELSEWHERE);
    const day = 86_400_000;
    const now = Date.now();
    await plans.replaceBaselines(HERE, [baseline('pb-0001')]);
    await plans.replaceApprovals(HERE, [
      approval('pb-0001', 'KB2', now + 3 * day),
      approval('pb-0001', 'KB1', now + day),
      approval('pb-0002', 'KB1', now + 2 * day),
      approval('pb-0001', 'KB0', now - day),
      approval('pb-0003', 'KB1', now + day),
    ]);
    const { items } = await queries.pendingApprovals({}, ALL);
    expect(
      items.map(item => [item.kbId, item.baselineName, item.nodes]),
    ).toEqual([
      ['KB1', 'baseline pb-0001', 2],
      ['KB1', 'pb-0002', 1],
      ['KB2', 'baseline pb-0001', 2],
    ]);
    expect(items[0]).toEqual({
      kbId: 'KB1',
      title: '2026-11 Cumulative Update (KB1)',
      kind: 'critical',
      severity: 'Critical',
      cves: ['CVE-2026-1000'],
      releasedAt: new Date(now - 6 * day).toISOString(),
      approvedAt: new Date(now + day).toISOString(),
      baselineId: 'pb-0001',
      baselineName: 'baseline pb-0001',
      nodes: 2,
    });
    const tagged = await queries.pendingApprovals({ tag: ['Owner=mine'] }, ALL);
    expect(tagged.items.map(item => [item.kbId, item.nodes])).toEqual([
      ['KB1', 1],
      ['KB2', 1],
    ]);
    expect(await queries.pendingApprovals({}, MINE)).toEqual(tagged);
  });

  it('says at most 200 approvals, the soonest', async () => {
    await store(knex, [
      node(1, {}, { patch: lacking(1, { baselineId: 'pb-0001' }) }),
    ]);
    const now = Date.now();
    await plans.replaceApprovals(
      HERE,
      Array.from({ length: 700 }, (_, index) =>
        approval('pb-0001', `KB${index}`, now + (1_000 - index) * 1_000_000),
      ),
    );
    const { items } = await queries.pendingApprovals({}, ALL);
    expect(items).toHaveLength(200);
    expect(items[0].kbId).toBe('KB699');
  });

  it('says when plans were read, and what could not be', async () => {
    await store(knex, [node(1, {})]);
    await store(knex, [node(2, {})], ELSEWHERE);
    const empty = await queries.listPlans(PAGE, {}, ALL);
    expect(empty).toMatchObject({
      readAt: null,
      problems: [],
      nextCursor: null,
    });
    await plans.begin(HERE, 1_000);
    await plans.finish(
      HERE,
      ['windows', 'associations', 'baselines', 'approvals'],
      [],
      2_000,
    );
    await plans.begin(ELSEWHERE, 5_000);
    await plans.finish(
      ELSEWHERE,
      ['associations'],
      [
        {
          part: 'windows',
          code: 'AccessDeniedException',
          message: 'User: arn:aws:sts::1:assumed-role/x is not authorized',
          missingIamAction: 'ssm:DescribeMaintenanceWindows',
        },
      ],
      6_000,
    );
    const page = await queries.listPlans(PAGE, {}, ALL);
    expect(page.readAt).toBe('1970-01-01T00:00:02.000Z');
    expect(page.problems).toEqual([
      {
        ...ELSEWHERE,
        message:
          'Maintenance windows could not be read: the role may not ssm:DescribeMaintenanceWindows. None of them are known.',
      },
    ]);
    const here = await queries.listPlans(PAGE, { region: [REGION] }, ALL);
    expect(here.problems).toEqual([]);
    await plans.finish(
      HERE,
      [],
      [
        {
          part: 'associations',
          code: 'TimeoutError',
          message: 'AWS did not answer within 30 seconds',
          missingIamAction: null,
        },
      ],
      9_000,
    );
    const [problem] = (await queries.listPlans(PAGE, {}, ALL)).problems;
    expect(problem.message).toBe(
      'State Manager associations could not be read: AWS did not answer within 30 seconds. What is shown is of 1970-01-01T00:00:02.000Z.',
    );
  });

  it('leaves out nodes that left', async () => {
    await store(knex, [node(1, {})]);
    await keep(plan(1));
    expect(await names()).toEqual(['window-1']);
    await knex('nodes').update({ status: 'left' });
    expect(await names()).toEqual([]);
    expect(await names(ALL, { status: ['left'] })).toEqual(['window-1']);
  });

  it('forgets targets that nobody reads any more', async () => {
    await plans.begin(HERE, 1_000);
    await plans.begin(ELSEWHERE, 9_000);
    await keep(plan(1));
    await plans.replacePlans(ELSEWHERE, 'maintenance-window', [plan(2)]);
    await plans.forget(5_000);
    expect(await knex('patch_plans').pluck('name')).toEqual(['window-2']);
    expect(await knex('patch_plan_reads').pluck('region')).toEqual([
      'us-east-1',
    ]);
    expect(await knex('patch_plan_targets').count({ n: '*' })).toMatchObject([
      { n: expect.anything() },
    ]);
    expect(
      await knex('patch_plan_targets').whereNotIn(
        'plan_id',
        knex('patch_plans').select('id'),
      ),
    ).toEqual([]);
  });

  it('counts what a recount in memory counts, for any targets', async () => {
    const KEYS = ['a', 'b b', 'c"\\'];
    const VALUES = ['1', '2', '', "'%_"];
    let seed = 11;
    const pick = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const some = <T>(values: T[]) => values.filter(() => pick(2) === 1);
    const nodes = Array.from({ length: 60 }, (_, index) =>
      node(
        index,
        Object.fromEntries(
          some(KEYS).map(key => [key, VALUES[pick(VALUES.length)]]),
        ),
      ),
    );
    await NodeWriter.create({ knex }).applyPage(listing(1), nodes, 10_000);
    const list = () => {
      const entries: Array<[string, string[]]> = some(KEYS).map(key => [
        `tag:${key}`,
        some(VALUES),
      ]);
      return Object.fromEntries(
        entries.length
          ? entries
          : [
              [
                'InstanceIds',
                some(nodes)
                  .map(item => item.nodeId)
                  .slice(0, 9),
              ],
            ],
      ) as Record<string, string[]>;
    };
    const lists = Array.from({ length: 40 }, () =>
      Array.from({ length: 1 + pick(3) }, list),
    );
    await keep(
      ...lists.map((of, index) => plan(index, { targets: targetsOf(...of) })),
    );
    const meets = (item: NodeObservation, of: Record<string, string[]>) =>
      Object.entries(of).every(([key, values]) =>
        key === 'InstanceIds'
          ? values.includes(item.nodeId)
          : values.includes(item.tags?.[key.slice(4)] ?? 'absent'),
      );
    const expected = lists.flatMap((of, index) => {
      const met = nodes.filter(item => of.some(one => meets(item, one)));
      return met.length
        ? [
            [
              `window-${index}`,
              met.length,
              met.reduce((sum, item) => sum + item.patch!.missing, 0),
            ],
          ]
        : [];
    });
    const { items, unplanned } = await queries.listPlans(
      { limit: 100 },
      {},
      ALL,
    );
    expect(
      items.map(({ name, nodes: count, missing }) => [name, count, missing]),
    ).toEqual(expected);
    expect(expected.length).toBeGreaterThan(20);
    expect(unplanned).toBe(
      nodes.filter(
        item =>
          item.patch!.missing > 0 &&
          !lists.some(of => of.some(one => meets(item, one))),
      ).length,
    );
  });
});
