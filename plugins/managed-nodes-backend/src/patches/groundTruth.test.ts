import {
  patchDimensionSchema,
  missingPatchPageSchema,
  patchComplianceSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { context, databases, openTestDatabase } from '../__testUtils__/nodes';
import { startAws } from '../__testUtils__/sync';
import { ResolvedFilter, Visibility } from '../nodes/filters';
import { Aws } from './__testUtils__/patchWorld';
import { standing } from './__testUtils__/questions';
import { ModelNode } from './__testUtils__/randomFleet';
import {
  recountBy,
  recountCompliance,
  recountMissing,
} from './__testUtils__/recount';
import { tellStory } from './__testUtils__/story';
import { AffectedQueries } from './views/AffectedQueries';
import { ComplianceQueries } from './views/ComplianceQueries';
import { FleetTotals } from './views/FleetTotals';
import { MissingPatchQueries } from './views/MissingPatchQueries';

jest.setTimeout(60_000);

const STALE_DAYS = 14;
const STALE = STALE_DAYS * 86_400_000;
const ALL: Visibility = { all: true };

type Case<T> = [string, T, (node: ModelNode) => boolean];

/** What callers may see, and which nodes that is. */
const CALLERS: Array<Case<Visibility>> = [
  ['an operator', ALL, () => true],
  [
    'an owner',
    { criteria: { field: 'owner', in: ['group:default/payments-team'] } },
    node => node.owner === 'group:default/payments-team',
  ],
  [
    'an owner of nothing',
    { criteria: { field: 'owner', in: [] } },
    () => false,
  ],
  [
    'who is let in by a tag',
    { criteria: { tag: 'Stage', value: 'prod' } },
    node => node.tags.Stage === 'prod',
  ],
  [
    'who is let in by this or that',
    {
      criteria: {
        anyOf: [
          { field: 'application', in: ['system:default/warehouse'] },
          {
            allOf: [
              { not: { field: 'owner', in: ['group:default/data-team'] } },
              { field: 'region', in: ['eu-central-1'] },
            ],
          },
        ],
      },
    },
    node =>
      node.system === 'system:default/warehouse' ||
      (node.owner !== 'group:default/data-team' &&
        node.region === 'eu-central-1'),
  ],
];

const FILTERS = (now: number): Array<Case<ResolvedFilter>> => [
  ['nothing', {}, () => true],
  [
    'an account',
    { account: ['111122223333'] },
    node => node.account === '111122223333',
  ],
  [
    'what is overdue or excepted',
    { patchStanding: ['overdue', 'excepted'] },
    node => ['overdue', 'excepted'].includes(standing(node, now, STALE)),
  ],
  [
    'what failed',
    { patchReason: ['failed'] },
    node => node.reasons.includes('failed'),
  ],
];

describe.each(databases.eachSupportedId())('patches on %s', id => {
  describe.each([1, 2, 3, 4, 5, 6])('in random fleet %s', seed => {
    let aws: Aws;
    let knex: Knex;
    let story: Awaited<ReturnType<typeof tellStory>>;
    let clock: { now: number; staleAfterMs: number };

    beforeAll(async () => {
      knex = await openTestDatabase(id);
      aws = await startAws({ nodes: 10 });
      story = await tellStory({ knex, aws, seed });
      clock = { now: story.now, staleAfterMs: STALE };
    });

    afterAll(() => aws.stop());

    const questions = () =>
      CALLERS.flatMap(([caller, visibility, sees]) =>
        FILTERS(clock.now).map(([what, filter, holds]) => ({
          title: `${caller} asks for ${what}`,
          visibility,
          filter: { ...filter, clock },
          nodes: story.fleet.filter(node => sees(node) && holds(node)),
        })),
      );

    const compliance = () =>
      ComplianceQueries.create({
        knex,
        context,
        policy: { ...story.policy, staleAfterDays: STALE_DAYS },
      });

    /** Compares every answer with a recount, and tells how many there were. */
    const compareAll = async (): Promise<number> => {
      const missing = MissingPatchQueries.create({ knex });
      for (const { title, visibility, filter, nodes } of questions()) {
        const answer = await compliance().read(
          patchDimensionSchema.options,
          filter,
          visibility,
        );
        expect(patchComplianceSchema.parse(answer)).toEqual(answer);
        expect({ title, ...answer }).toMatchObject({
          title,
          ...recountCompliance(nodes, clock),
          unread: 0,
        });
        for (const dimension of patchDimensionSchema.options) {
          const rows = answer.breakdowns[dimension]!;
          const byValue = Object.fromEntries(
            rows.map(({ value, label: _, ...counts }) => [value, counts]),
          );
          expect({ title, dimension, byValue }).toEqual({
            title,
            dimension,
            byValue: recountBy(dimension, nodes, clock),
          });
        }
        const page = await missing.list(
          { sort: 'kind', order: 'desc', limit: 10_000 },
          filter,
          visibility,
        );
        expect(missingPatchPageSchema.parse(page)).toEqual(page);
        page.items.sort((a, b) => (a.id < b.id ? -1 : 1));
        expect({ title, ...page }).toMatchObject({
          title,
          ...recountMissing(nodes),
          unread: 0,
        });
      }
      return questions().length;
    };

    it('has something of everything', () => {
      const standings = new Set(
        story.fleet.map(node => standing(node, clock.now, STALE)),
      );
      expect(standings.size).toBeGreaterThanOrEqual(5);
      expect(story.fleet.some(({ excepted }) => excepted)).toBe(true);
    });

    it('answers what a recount of the truth gives, to everybody', async () => {
      expect(await compareAll()).toBe(20);
    });

    it('answers the same from totals', async () => {
      await FleetTotals.create({
        knex,
        policy: { staleAfterMs: STALE },
      }).recount(clock.now);
      expect(await compareAll()).toBe(20);
    });

    it('says of every patch on which nodes it lacks', async () => {
      const affected = AffectedQueries.create({ knex });
      for (const { title, visibility, filter, nodes } of questions()) {
        const rows: string[] = [];
        for await (const page of affected.stream({}, filter, visibility)) {
          rows.push(
            ...page.map(row =>
              [
                row.nodeId,
                row.title,
                row.state,
                row.firstReportedAt,
                row.dueAt,
                row.excepted,
              ].join('|'),
            ),
          );
        }
        expect([title, ...rows.sort()]).toEqual([
          title,
          ...nodes
            .flatMap(({ nodeId, lacks }) =>
              lacks.map(({ patch, state, firstAt, dueAt }) =>
                [
                  nodeId,
                  patch.title,
                  state,
                  new Date(firstAt).toISOString(),
                  dueAt === null ? null : new Date(dueAt).toISOString(),
                  dueAt === null,
                ].join('|'),
              ),
            )
            .sort(),
        ]);
      }
    });

    it('counts what the simulator itself adds up', async () => {
      const { total } = await compliance().read([], { clock }, ALL);
      const { items } = await MissingPatchQueries.create({ knex }).list(
        { sort: 'kind', order: 'desc', limit: 10_000 },
        { clock },
        ALL,
      );
      const sums = await Promise.all(
        story.places.map(place => aws.control.patches.summary(place)),
      );
      const add = (read: (sum: (typeof sums)[number]) => number) =>
        sums.reduce((all, sum) => all + read(sum), 0);
      expect(total.nodes).toBe(add(({ nodes }) => nodes));
      expect(total.buckets).toEqual({
        'never-reported': add(({ profiles }) => profiles.never),
        critical: add(({ profiles }) => profiles.critical),
        security: add(({ profiles }) => profiles.security),
        other: add(({ profiles }) => profiles.other),
        compliant: add(({ profiles }) => profiles.compliant),
      });
      for (const item of items) {
        const of = (field: 'nodes' | 'failed' | 'pendingReboot') =>
          add(
            ({ patches }) =>
              patches.find(
                ({ kbId, title }) => kbId === item.kbId && title === item.title,
              )?.[field] ?? 0,
          );
        expect([
          item.title,
          item.nodes,
          item.failed,
          item.pendingReboot,
        ]).toEqual([
          item.title,
          of('nodes'),
          of('failed'),
          of('pendingReboot'),
        ]);
      }
    });
  });
});
