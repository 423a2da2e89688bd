import { Knex } from 'knex';
import {
  databases,
  listing,
  observation,
  openTestDatabase,
  store as storeNodes,
} from '../../__testUtils__/nodes';
import { NodeWriter } from '../../nodes/NodeWriter';
import { NO_PATCH_REPORT } from '../../nodes/rows';
import { POLICY } from '../__testUtils__/patchWorld';
import { observeReportedPatch } from '../details/PatchReader';
import { PatchStore } from '../details/PatchStore';
import { DueDates } from './DueDates';
import { inTurn } from './inTurn';

jest.setTimeout(60_000);

const NOW = Date.parse('2026-11-23T12:00:00Z');
const NODES = 300;

describe.each(databases.eachSupportedId())('inTurn on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
  });

  it('keeps what lists nodes in another order from failing', async () => {
    const seen = (at: number) =>
      Array.from({ length: NODES }, (_, index) =>
        observation(index, {
          patch: {
            ...NO_PATCH_REPORT,
            bucket: 'other',
            missing: 1,
            lastOperationAt: new Date(at).toISOString(),
          },
        }),
      );
    await storeNodes(knex, seen(NOW));
    const ids: number[] = await knex('nodes').orderBy('id').pluck('id');
    const due = DueDates.create({ knex, policy: POLICY });
    const store = PatchStore.create({ knex, due });
    const lacking = [
      observeReportedPatch({
        Title: 'zlib',
        KBId: 'zlib',
        Classification: 'Bugfix',
        Severity: 'Low',
        State: 'MISSING',
        InstalledTime: new Date(0),
      }),
    ];
    const writer = NodeWriter.create({ knex });
    const works = [
      async (at: number) => {
        await writer.applyPage(listing(2), seen(at).reverse(), NOW);
      },
      (at: number) =>
        store.store(
          ids.map(node => ({ id: node, reportAt: at, lacking })),
          NOW,
        ),
      () => due.settle(ids, NOW),
    ];
    await Promise.all(
      Array.from({ length: 12 }, (_, turn) => works[turn % 3](NOW + turn)),
    );
    expect(await knex('node_patches')).toHaveLength(NODES);
  });

  it('tries nothing again but what it gave way with', async () => {
    const work = jest.fn(async (trx: Knex.Transaction) => {
      await trx('store_meta').insert({ key: 'a', value: 'b' });
      throw new Error('wrong');
    });
    await expect(inTurn(knex, work)).rejects.toThrow('wrong');
    expect(work).toHaveBeenCalledTimes(1);
    expect(await knex('store_meta').where('key', 'a')).toEqual([]);
    work.mockImplementation(async trx => {
      await trx('store_meta').insert({ key: 'a', value: 'b' });
      if (work.mock.calls.length < 4) {
        throw Object.assign(new Error('locked'), { code: '55P03' });
      }
      return undefined as never;
    });
    await inTurn(knex, work);
    expect(await knex('store_meta').where('key', 'a')).toHaveLength(1);
  });
});
