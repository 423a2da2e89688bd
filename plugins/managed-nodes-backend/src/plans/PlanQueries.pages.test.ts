import { databases, REGION, store } from '../__testUtils__/nodes';
import {
  ALL,
  createPlans,
  ELSEWHERE,
  HERE,
  node,
  PAGE,
} from './__testUtils__/planQueries';
import { plan } from './__testUtils__/plans';
import { PlanItem } from './PlanQueries';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'PlanQueries, page by page, on %s',
  id => {
    let portal: Awaited<ReturnType<typeof createPlans>>;

    beforeEach(async () => {
      portal = await createPlans(id);
    });

    it('pages by next run, those without one last, each plan once', async () => {
      await store(portal.knex, [node(1, {})]);
      const soon = Date.now() + 3_600_000;
      const many = Array.from({ length: 25 }, (_, index) =>
        plan(index, {
          // Many at the same time, and some without.
          nextRunAt:
            index % 5 === 0 ? null : soon + (index % 3) * 86_400_000 * 2,
          operation: index % 2 ? 'Scan' : 'Install',
        }),
      );
      await portal.keep(...many);
      const seen: PlanItem[] = [];
      let cursor: string | undefined;
      do {
        const page = await portal.queries.listPlans(
          { limit: 4, cursor },
          {},
          ALL,
        );
        expect(page.items.length).toBeLessThanOrEqual(4);
        seen.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(new Set(seen.map(item => item.id)).size).toBe(25);
      expect(seen).toHaveLength(25);
      const runs = seen.map(item => item.nextRunAt ?? '9999');
      expect(runs).toEqual([...runs].sort());
      const streamed = [];
      for await (const page of portal.queries.stream({}, {}, ALL)) {
        streamed.push(...page);
      }
      expect(streamed).toEqual(seen);
      const near = await portal.names(ALL, {}, { withinDays: 1 });
      expect(near).toHaveLength(
        many.filter(({ nextRunAt }) => nextRunAt === soon).length,
      );
      expect(await portal.names(ALL, {}, { operation: ['Scan'] })).toHaveLength(
        12,
      );
      await expect(
        portal.queries.listPlans({ ...PAGE, cursor: 'bm9uZQ' }, {}, ALL),
      ).rejects.toThrow('cursor: expected one that this API returned');
    });

    it('exports more plans than a page has', async () => {
      await store(portal.knex, [node(1, {})]);
      await portal.keep(
        ...Array.from({ length: 230 }, (_, index) => plan(index)),
      );
      const pages: number[] = [];
      for await (const page of portal.queries.stream(
        { operation: ['Install'] },
        {},
        ALL,
      )) {
        pages.push(page.length);
      }
      expect(pages).toEqual([100, 100, 30]);
    });

    it('says when plans were read, and what could not be', async () => {
      await store(portal.knex, [node(1, {})]);
      await store(portal.knex, [node(2, {})], ELSEWHERE);
      const empty = await portal.queries.listPlans(PAGE, {}, ALL);
      expect(empty).toMatchObject({
        readAt: null,
        problems: [],
        nextCursor: null,
      });
      await portal.plans.begin(HERE, 1_000);
      await portal.plans.finish(
        HERE,
        ['windows', 'associations', 'baselines', 'approvals'],
        [],
        2_000,
      );
      await portal.plans.begin(ELSEWHERE, 5_000);
      await portal.plans.finish(
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
      const page = await portal.queries.listPlans(PAGE, {}, ALL);
      expect(page.readAt).toBe('1970-01-01T00:00:02.000Z');
      expect(page.problems).toEqual([
        {
          ...ELSEWHERE,
          message:
            'Maintenance windows could not be read: the role may not ssm:DescribeMaintenanceWindows. None of them are known.',
        },
      ]);
      const here = await portal.queries.listPlans(
        PAGE,
        { region: [REGION] },
        ALL,
      );
      expect(here.problems).toEqual([]);
      await portal.plans.finish(
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
      const [problem] = (await portal.queries.listPlans(PAGE, {}, ALL))
        .problems;
      expect(problem.message).toBe(
        'State Manager associations could not be read: AWS did not answer within 30 seconds. What is shown is of 1970-01-01T00:00:02.000Z.',
      );
    });

    it('forgets targets that nobody reads any more', async () => {
      await portal.plans.begin(HERE, 1_000);
      await portal.plans.begin(ELSEWHERE, 9_000);
      await portal.keep(plan(1));
      await portal.plans.replacePlans(ELSEWHERE, 'maintenance-window', [
        plan(2),
      ]);
      await portal.plans.forget(5_000);
      expect(await portal.knex('patch_plans').pluck('name')).toEqual([
        'window-2',
      ]);
      expect(await portal.knex('patch_plan_reads').pluck('region')).toEqual([
        'us-east-1',
      ]);
      expect(
        await portal.knex('patch_plan_targets').count({ n: '*' }),
      ).toMatchObject([{ n: expect.anything() }]);
      expect(
        await portal
          .knex('patch_plan_targets')
          .whereNotIn('plan_id', portal.knex('patch_plans').select('id')),
      ).toEqual([]);
    });
  },
);
