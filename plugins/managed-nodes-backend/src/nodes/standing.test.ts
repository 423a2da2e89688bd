import {
  PatchBucket,
  patchAgeSchema,
  patchBucketSchema,
  patchReasonSchema,
  patchStandingSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  databases,
  openTestDatabase,
  observation,
  store,
} from '../__testUtils__/nodes';
import { applyFilter } from './filters';
import { NodeQueries } from './NodeQueries';
import { NO_PATCH_REPORT, NodeRow } from './rows';
import { readReasons, standingOf } from './standing';
import { NodeObservation, PatchReport } from './types';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const POLICY = { staleAfterMs: 14 * DAY };
const CLOCK = { ...POLICY, now: NOW };

function report(
  bucket: PatchBucket,
  age: number,
  more: Partial<PatchReport> = {},
) {
  return bucket === 'never-reported'
    ? NO_PATCH_REPORT
    : {
        ...NO_PATCH_REPORT,
        bucket,
        missing: bucket === 'compliant' ? 0 : 2,
        lastOperationAt: new Date(NOW - age).toISOString(),
        ...more,
      };
}

/** Nodes of every bucket with reports of every age, due at any time, excepted or not. */
const KINDS = patchBucketSchema.options.flatMap(bucket =>
  [0, 7 * DAY, 7 * DAY + 1, 14 * DAY, 14 * DAY + 1, 30 * DAY, 31 * DAY].flatMap(
    age =>
      [null, NOW - 1, NOW, NOW + 1].flatMap(due =>
        [false, true].map(excepted => ({ bucket, age, due, excepted })),
      ),
  ),
);

describe('how a node stands', () => {
  describe.each(databases.eachSupportedId())('in %s', id => {
    let knex: Knex;

    beforeAll(async () => {
      knex = await openTestDatabase(id);
      await store(
        knex,
        KINDS.map(
          ({ bucket, age }, index): NodeObservation =>
            observation(index, { patch: report(bucket, age) }),
        ),
      );
      for (const [index, { due, excepted }] of KINDS.entries()) {
        await knex('nodes')
          .where('title', `node-${index}`)
          .update({ patch_due_at: due, patch_excepted: excepted });
      }
    }, 60_000);

    const found = async (filter: Parameters<typeof applyFilter>[2]) => {
      const query = knex('nodes').orderBy('id').select('nodes.*');
      applyFilter(knex, query, { ...filter, clock: CLOCK }, { all: true });
      return (await query) as NodeRow[];
    };

    it.each(patchStandingSchema.options)(
      'is the same in SQL as in memory: %s',
      async standing => {
        const all = await found({});
        const rows = await found({ patchStanding: [standing] });
        expect(rows.map(row => row.name)).toEqual(
          all
            .filter(row => standingOf(row, POLICY, NOW) === standing)
            .map(row => row.name),
        );
        expect(rows).not.toEqual([]);
      },
    );

    it('is one of them for each node', async () => {
      const counts = await Promise.all(
        patchStandingSchema.options.map(
          async standing => (await found({ patchStanding: [standing] })).length,
        ),
      );
      expect(counts.reduce((a, b) => a + b)).toBe(KINDS.length);
    });

    it.each([
      ['7d', (age: number) => age <= 7 * DAY],
      ['30d', (age: number) => age > 7 * DAY && age <= 30 * DAY],
      ['older', (age: number) => age > 30 * DAY],
    ] as const)('tells reports by age: %s', async (age, belongs) => {
      const rows = await found({ patchAge: [patchAgeSchema.parse(age)] });
      expect(rows).toHaveLength(
        KINDS.filter(
          kind => kind.bucket !== 'never-reported' && belongs(kind.age),
        ).length,
      );
    });

    it('tells nodes without a report by age, too', async () => {
      const rows = await found({ patchAge: ['never'] });
      expect(rows).toHaveLength(
        KINDS.filter(kind => kind.bucket === 'never-reported').length,
      );
    });

    it('asks for a clock where time tells', async () => {
      const query = knex('nodes');
      expect(() =>
        applyFilter(knex, query, { patchStanding: ['due'] }, { all: true }),
      ).toThrow('clock');
    });
  });

  describe.each(databases.eachSupportedId())('and why, in %s', id => {
    it('keeps every reason, and forgets what is due once a node is compliant', async () => {
      const knex = await openTestDatabase(id);
      const bad = report('other', 0, {
        missing: 1,
        failed: 2,
        installedPendingReboot: 3,
        installedRejected: 4,
      });
      await store(knex, [observation(1, { patch: bad })]);
      const row = () => knex('nodes').first();
      expect(readReasons((await row()).patch_reasons)).toEqual(
        patchReasonSchema.options,
      );
      expect((await row()).patch_lacking).toBe(10);

      const set = { patch_due_at: NOW, patch_excepted: true };
      await knex('nodes').update(set);
      await store(knex, [observation(1, { patch: { ...bad, missing: 2 } })]);
      expect(Number((await row()).patch_due_at)).toBe(NOW);
      expect(Boolean((await row()).patch_excepted)).toBe(true);

      await store(knex, [observation(1, { patch: report('compliant', 0) })]);
      expect(await row()).toMatchObject({
        patch_due_at: null,
        patch_lacking: 0,
        patch_reasons: 0,
      });
      expect(Boolean((await row()).patch_excepted)).toBe(false);
    }, 60_000);

    it('finds nodes by what they lack', async () => {
      const knex = await openTestDatabase(id);
      await store(
        knex,
        [0, 1, 2].map(index => observation(index)),
      );
      const [{ id: patchId }] = await knex('patches')
        .insert({
          digest: 'd1',
          kb_id: 'openssl.x86_64',
          title: 'openssl.x86_64:3.0',
          kind: 'critical',
          kind_rank: 2,
          cves: '["CVE-2026-1234"]',
          search_text: 'openssl',
        })
        .returning('id');
      const node = await knex('nodes').where('title', 'node-1').first();
      await knex('node_patches').insert({
        node_id: node.id,
        patch_id: patchId,
        state: 'MISSING',
        first_at: NOW,
      });
      const queries = NodeQueries.create({
        knex,
        context: {
          partition: 'aws',
          accountNames: new Map(),
          patchPolicy: POLICY,
        },
      });
      const titles = async (filter: object) =>
        (
          await queries.list(
            { sort: 'title', order: 'asc', limit: 10, ...filter },
            { all: true },
          )
        ).items.map(({ title }) => title);
      expect(await titles({ patch: ['d1'] })).toEqual(['node-1']);
      expect(await titles({ patch: ['d2'] })).toEqual([]);
      expect(await titles({ patchName: ['openssl.x86_64'] })).toEqual([
        'node-1',
      ]);
      expect(await titles({ patchName: ['CVE-2026-1234'] })).toEqual([
        'node-1',
      ]);
      expect(await titles({ patchName: ['CVE-2026-123'] })).toEqual([]);
      expect(await titles({ patchName: ['%'] })).toEqual([]);
    }, 60_000);
  });
});
