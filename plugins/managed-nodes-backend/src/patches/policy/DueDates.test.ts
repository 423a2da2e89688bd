import { Knex } from 'knex';
import {
  databases,
  observation,
  openTestDatabase,
  store as storeNodes,
} from '../../__testUtils__/nodes';
import { NO_PATCH_REPORT } from '../../nodes/rows';
import { dueAt, DueDates, DuePolicy } from './DueDates';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const POLICY: DuePolicy = {
  days: { critical: 7, security: 14, other: 30 },
  countFrom: 'reported',
};
const RELEASED: DuePolicy = { ...POLICY, countFrom: 'released' };

describe('dueAt', () => {
  it.each([
    ['critical' as const, 7],
    ['security' as const, 14],
    ['other' as const, 30],
  ])('gives %s patches %s days', (kind, days) => {
    expect(dueAt({ kind, firstAt: NOW, releasedAt: null }, POLICY)).toBe(
      NOW + days * DAY,
    );
  });

  it.each([
    ['the report, whatever the release', POLICY, NOW - DAY, NOW],
    ['the release, where it is known', RELEASED, NOW - DAY, NOW - DAY],
    ['the report, where the release is later', RELEASED, NOW + DAY, NOW],
    ['the report, where no release is known', RELEASED, null, NOW],
  ])('counts from %s', (_, policy, releasedAt, from) => {
    expect(dueAt({ kind: 'other', firstAt: NOW, releasedAt }, policy)).toBe(
      from + 30 * DAY,
    );
  });
});

describe.each(databases.eachSupportedId())('DueDates on %s', id => {
  const NODES = 450;
  const signal = new AbortController().signal;
  let knex: Knex;
  let ids: number[];

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    await storeNodes(
      knex,
      Array.from({ length: NODES }, (_, index) =>
        observation(index, {
          patch: {
            ...NO_PATCH_REPORT,
            bucket: 'critical',
            missing: 2,
            lastOperationAt: new Date(NOW).toISOString(),
          },
        }),
      ),
    );
    ids = await knex('nodes').orderBy('id').pluck('id');
    await knex('patches').insert(
      (['critical', 'other'] as const).map((kind, index) => ({
        id: index + 1,
        digest: kind,
        kb_id: kind,
        title: kind,
        kind,
        kind_rank: 2 - 2 * index,
        cves: '[]',
        search_text: kind,
        released_at: index ? null : NOW - 100 * DAY,
      })),
    );
    for (const patch of [1, 2]) {
      await knex('node_patches').insert(
        ids.map((node, index) => ({
          node_id: node,
          patch_id: patch,
          state: 'MISSING',
          first_at: NOW - index,
        })),
      );
    }
    await knex('node_patch_reads').insert(
      ids.map(node => ({ node_id: node, operation_at: NOW })),
    );
  });

  const due = (policy: DuePolicy) => DueDates.create({ knex, policy });

  const dates = async () =>
    (await knex('nodes').orderBy('id').pluck('patch_due_at')).map(at =>
      at === null ? null : Number(at),
    );

  it('gives all nodes the date of the first patch, and new ones when the policy changes', async () => {
    await due(POLICY).settleAll(NOW, signal);
    expect(await dates()).toEqual(ids.map((_, index) => NOW - index + 7 * DAY));

    const stricter = { ...POLICY, days: { ...POLICY.days, critical: 2 } };
    await due(stricter).settleAll(NOW, signal);
    expect(await dates()).toEqual(ids.map((_, index) => NOW - index + 2 * DAY));

    await due(RELEASED).settleAll(NOW, signal);
    expect(await dates()).toEqual(ids.map(() => NOW - 93 * DAY));
    const [row] = await knex('node_patches').where('patch_id', 2);
    expect(Number(row.due_at)).toBe(Number(row.first_at) + 30 * DAY);
    expect(Number(row.first_at)).toBeLessThanOrEqual(NOW);
  });

  it('writes nothing when nothing changed', async () => {
    await due(POLICY).settleAll(NOW, signal);
    const writes: string[] = [];
    knex.on('query', ({ sql }) => {
      if (/^(insert|update|delete)/i.test(sql)) {
        writes.push(sql);
      }
    });
    await due(POLICY).settleAll(NOW + DAY, signal);
    expect(writes).toEqual([]);
  });

  it('follows a patch of which something else is known now, on all nodes', async () => {
    await due(RELEASED).settleAll(NOW, signal);
    await knex('patches')
      .where('id', 2)
      .update({
        kind: 'critical',
        released_at: NOW - 200 * DAY,
      });
    await due(RELEASED).settlePatches([2, 4711], NOW);
    expect(await dates()).toEqual(ids.map(() => NOW - 193 * DAY));
  });

  it('ends between nodes when it is told to', async () => {
    const stopping = new AbortController();
    stopping.abort();
    await due(POLICY).settleAll(NOW, stopping.signal);
    expect(await dates()).toEqual(ids.map(() => null));
  });

  it('does the same when several work on the same nodes', async () => {
    await Promise.all([
      due(POLICY).settle(ids, NOW),
      due(POLICY).settle([...ids].reverse(), NOW),
      due(POLICY).settlePatches([1, 2], NOW),
    ]);
    expect(await dates()).toEqual(ids.map((_, index) => NOW - index + 7 * DAY));
  });
});
