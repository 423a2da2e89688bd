import { context, databases, REGION, store } from '../__testUtils__/nodes';
import { NodeQueries } from '../nodes/NodeQueries';
import {
  ALL,
  createPlans,
  ELSEWHERE,
  HERE,
  lacking,
  MINE,
  node,
} from './__testUtils__/planQueries';
import { approval, baseline, plan, targetsOf } from './__testUtils__/plans';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'PlanQueries, asked for nodes and baselines, on %s',
  id => {
    let portal: Awaited<ReturnType<typeof createPlans>>;

    beforeEach(async () => {
      portal = await createPlans(id);
    });

    it('tells how a node is patched, and by which baseline', async () => {
      await store(portal.knex, [
        node(
          1,
          { role: 'web' },
          {
            patch: lacking(1, { baselineId: 'pb-0001', patchGroup: 'web' }),
          },
        ),
        node(2, { role: 'db' }),
      ]);
      await portal.keep(
        plan(2, { targets: targetsOf({ 'tag:role': ['web'] }) }),
        plan(1, { targets: targetsOf({ InstanceIds: ['*'] }) }),
        plan(3, { targets: targetsOf({ 'tag:role': ['db'] }) }),
        plan(4, { targets: targetsOf({ 'resource-groups:Name': ['x'] }) }),
      );
      const rules = ['All patches: approved 7 days after release'];
      await portal.plans.replaceBaselines(HERE, [
        baseline('pb-0001', { rules }),
      ]);
      // The same id in another place is another baseline.
      await portal.plans.replaceBaselines(ELSEWHERE, [baseline('pb-0001')]);
      await portal.plans.begin(HERE, 1_000);
      await portal.plans.finish(HERE, ['windows', 'associations'], [], 2_000);
      const byId = NodeQueries.create({ knex: portal.knex, context });
      const { items } = await byId.list(
        { sort: 'title', order: 'asc', limit: 10 },
        ALL,
      );
      const first = await portal.queries.nodePlan(items[0]);
      expect(first).toMatchObject({
        baseline: { id: 'pb-0001', rules, predefined: false },
        patchGroup: 'web',
        plans: [{ name: 'window-1' }, { name: 'window-2' }],
        readAt: '1970-01-01T00:00:02.000Z',
      });
      const second = await portal.queries.nodePlan(items[1]);
      expect(second.baseline).toBeNull();
      expect(second.plans.map(({ name }) => name)).toEqual([
        'window-1',
        'window-3',
      ]);
    });

    it('finds the baseline of AWS by the end of its ARN', async () => {
      const arn = 'arn:aws:ssm:eu-central-1:075727635805:patchbaseline/pb-0aws';
      await store(portal.knex, [
        node(1, {}, { patch: lacking(1, { baselineId: arn }) }),
        node(2, {}, { patch: lacking(1, { baselineId: 'pb-0own' }) }),
        node(3, {}, { patch: lacking(1, { baselineId: 'pb-0own' }) }),
      ]);
      expect((await portal.plans.referredBaselines(HERE)).sort()).toEqual(
        [arn, 'pb-0own'].sort(),
      );
      await portal.plans.replaceBaselines(HERE, [
        baseline('pb-0aws', { predefined: true }),
      ]);
      const [first] = await NodeQueries.create({
        knex: portal.knex,
        context,
      }).getMany(await portal.knex('nodes').orderBy('node_id').pluck('name'));
      expect((await portal.queries.nodePlan(first!)).baseline).toMatchObject({
        id: 'pb-0aws',
        predefined: true,
        consoleUrl: `https://${REGION}.console.aws.amazon.com/systems-manager/patch-manager/baselines/pb-0aws?region=${REGION}`,
      });
    });

    it('tells what will be approved for how many of the caller', async () => {
      const measured = (index: number, baselineId: string, tags = {}) =>
        node(index, tags, { patch: lacking(1, { baselineId }) });
      await store(portal.knex, [
        measured(1, 'pb-0001', { Owner: 'mine' }),
        measured(2, 'pb-0001'),
        measured(3, 'pb-0002'),
        node(4, {}),
      ]);
      await store(portal.knex, [measured(5, 'pb-0001')], ELSEWHERE);
      const day = 86_400_000;
      const now = Date.now();
      await portal.plans.replaceBaselines(HERE, [baseline('pb-0001')]);
      await portal.plans.replaceApprovals(HERE, [
        approval('pb-0001', 'KB2', now + 3 * day),
        approval('pb-0001', 'KB1', now + day),
        approval('pb-0002', 'KB1', now + 2 * day),
        approval('pb-0002', 'KB2', now + 3 * day),
        approval('pb-0001', 'KB0', now - day),
        approval('pb-0003', 'KB1', now + day),
      ]);
      const { items } = await portal.queries.pendingApprovals({}, ALL);
      expect(
        items.map(item => [
          item.kbId,
          item.baselineName,
          item.baselines,
          item.nodes,
        ]),
      ).toEqual([
        ['KB1', 'baseline pb-0001', 1, 2],
        ['KB1', 'pb-0002', 1, 1],
        ['KB2', 'baseline pb-0001', 2, 3],
      ]);
      expect(items[0]).toEqual({
        kbId: 'KB1',
        title: '2026-11 Cumulative Update (KB1)',
        kind: 'critical',
        severity: 'Critical',
        cves: ['CVE-2026-1000'],
        releasedAt: new Date(now - 6 * day).toISOString(),
        approvedAt: new Date(now + day).toISOString(),
        baselineName: 'baseline pb-0001',
        baselines: 1,
        nodes: 2,
      });
      const tagged = await portal.queries.pendingApprovals(
        { tag: ['Owner=mine'] },
        ALL,
      );
      expect(tagged.items.map(item => [item.kbId, item.nodes])).toEqual([
        ['KB1', 1],
        ['KB2', 1],
      ]);
      expect(await portal.queries.pendingApprovals({}, MINE)).toEqual(tagged);
    });

    it('says at most 200 approvals, the soonest', async () => {
      await store(portal.knex, [
        node(1, {}, { patch: lacking(1, { baselineId: 'pb-0001' }) }),
      ]);
      const now = Date.now();
      await portal.plans.replaceApprovals(
        HERE,
        Array.from({ length: 700 }, (_, index) =>
          approval('pb-0001', `KB${index}`, now + (1_000 - index) * 1_000_000),
        ),
      );
      const { items } = await portal.queries.pendingApprovals({}, ALL);
      expect(items).toHaveLength(200);
      expect(items[0].kbId).toBe('KB699');
    });
  },
);
