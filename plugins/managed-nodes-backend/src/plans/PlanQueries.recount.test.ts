import { databases, listing } from '../__testUtils__/nodes';
import { NodeWriter } from '../nodes/NodeWriter';
import { NodeObservation } from '../nodes/types';
import { ALL, createPlans, node } from './__testUtils__/planQueries';
import { plan, targetsOf } from './__testUtils__/plans';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'PlanQueries, for any targets, on %s',
  id => {
    let portal: Awaited<ReturnType<typeof createPlans>>;

    beforeEach(async () => {
      portal = await createPlans(id);
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
      await NodeWriter.create({ knex: portal.knex }).applyPage(
        listing(1),
        nodes,
        10_000,
      );
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
      await portal.keep(
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
      const { items, unplanned } = await portal.queries.listPlans(
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
  },
);
