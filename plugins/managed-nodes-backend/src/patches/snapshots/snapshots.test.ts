import {
  NodeFilter,
  PatchCounts,
  patchTrendSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  context,
  databases,
  openTestDatabase,
} from '../../__testUtils__/nodes';
import { Visibility } from '../../nodes/filters';
import {
  filterCases,
  standing,
  VISIBILITIES,
} from '../__testUtils__/questions';
import { ModelNode, storeRandomFleet } from '../__testUtils__/randomFleet';
import { grainFor } from './grains';
import { SnapshotWriter } from './SnapshotWriter';
import { TrendQueries } from './TrendQueries';

jest.setTimeout(120_000);

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T23:59:00Z');
const STALE = context.patchPolicy.staleAfterMs;
const ALL: Visibility = { all: true };

/** What snapshots can be asked for. */
const FIELDS = [
  'owner',
  'application',
  'environment',
  'platform',
  'account',
  'region',
];

function numbers(nodes: ModelNode[], now: number) {
  const standings: Record<string, number> = {};
  const buckets: Record<string, number> = {};
  for (const node of nodes) {
    const told = standing(node, now, STALE);
    standings[told] = (standings[told] ?? 0) + 1;
    buckets[node.bucket] = (buckets[node.bucket] ?? 0) + 1;
  }
  return { nodes: nodes.length, standings, buckets };
}

function present({ nodes, standings, buckets }: PatchCounts) {
  const some = (counts: Record<string, number>) =>
    Object.fromEntries(Object.entries(counts).filter(([, count]) => count));
  return { nodes, standings: some(standings), buckets: some(buckets) };
}

describe.each(databases.eachSupportedId())('patch snapshots on %s', id => {
  let knex: Knex;
  let shown: ModelNode[];
  let writer: SnapshotWriter;
  let trend: TrendQueries;

  const read = (
    filter: NodeFilter,
    visibility: Visibility = ALL,
    now = NOW,
    days = 90,
  ) =>
    trend.read(
      days,
      { ...filter, clock: { now, staleAfterMs: STALE } },
      visibility,
    );

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    writer = SnapshotWriter.create({
      knex,
      policy: context.patchPolicy,
      retentionMs: 3 * DAY,
    });
    trend = TrendQueries.create({ knex });
  });

  const fill = async () => {
    const fleet = await storeRandomFleet(knex, {
      seed: 21,
      nodes: 60,
      now: NOW,
    });
    shown = fleet.filter(node => node.status !== 'left');
  };

  it('tell day by day what a recount on that day does, whoever asks for whatever', async () => {
    await fill();
    const days = [NOW - DAY, NOW];
    for (const day of days) {
      await writer.write(day);
    }
    for (const [, visibility, isSeen] of VISIBILITIES) {
      const byTag = JSON.stringify(visibility).includes('"tag"');
      const cases = filterCases(NOW, STALE).filter(([, filter]) =>
        Object.keys(filter).every(name => FIELDS.includes(name)),
      );
      for (const [, filter, holds] of cases) {
        const answer = await read(filter, visibility);
        expect(patchTrendSchema.parse(answer)).toEqual(answer);
        const nodes = shown.filter(node => isSeen(node) && holds(node));
        expect(
          answer.days.map(day => ({ day: day.day, ...present(day) })),
        ).toEqual(
          nodes.length && !byTag
            ? days.map(now => ({
                day: new Date(now).toISOString().slice(0, 10),
                ...numbers(nodes, now),
              }))
            : [],
        );
        expect(answer.unavailable === null).toBe(!byTag);
      }
    }
  });

  it('are written anew within a day, by UTC, and stay as they were after it', async () => {
    await fill();
    await writer.write(NOW - 60_000);
    await knex('nodes')
      .where({ environment: 'aws' })
      .update({ status: 'left' });
    await writer.write(NOW);
    const left = shown.filter(node => node.environment !== 'aws').length;
    expect((await read({})).days).toEqual([
      expect.objectContaining({ day: '2026-11-23', nodes: left }),
    ]);

    await knex('nodes').update({ status: 'left' });
    await writer.write(NOW + 2 * 60_000);
    // There is nothing left to tell of the next day.
    expect((await read({}, ALL, NOW + 2 * 60_000)).days).toEqual([
      expect.objectContaining({ day: '2026-11-23', nodes: left }),
    ]);
  });

  it('are kept for as long as told, and shown for as long as asked', async () => {
    await fill();
    for (const ago of [4, 3, 2, 1, 0]) {
      await writer.write(NOW - ago * DAY);
    }
    const days = async (asked: number) =>
      (await read({}, ALL, NOW, asked)).days.map(({ day }) => day);
    expect(await days(90)).toEqual(['2026-11-21', '2026-11-22', '2026-11-23']);
    expect(await days(2)).toEqual(['2026-11-22', '2026-11-23']);
    expect(await days(1)).toEqual(['2026-11-23']);
  });

  it('say why they cannot tell what is told by tags', async () => {
    await fill();
    await writer.write(NOW);
    const answer = await trend.read(
      90,
      {
        related: { not: { tag: 'Stage' } },
        clock: { now: NOW, staleAfterMs: STALE },
      },
      ALL,
    );
    expect(answer).toEqual({
      days: [],
      unavailable: expect.stringContaining('tags'),
    });
  });
});

describe('grainFor', () => {
  const owner: Visibility = { criteria: { field: 'owner', in: ['x'] } };

  it.each([
    [{}, ALL, 'all'],
    [{}, owner, 'owner'],
    [{ environment: ['aws' as const] }, ALL, 'platform'],
    [{ account: ['1'] }, ALL, 'place'],
    [{ application: ['system:default/x'] }, owner, 'app'],
    [{ environment: ['aws' as const] }, owner, 'full'],
    [{ related: { tag: 'x' } }, owner, undefined],
  ])('answers %j for %j from %s', (filter, visibility, grain) => {
    expect(grainFor(filter, visibility)).toBe(grain);
  });
});
