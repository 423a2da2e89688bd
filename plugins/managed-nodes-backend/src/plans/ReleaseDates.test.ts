import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { ReleaseDates } from './ReleaseDates';
import { digestOf } from './rows';
import { ReleasedPatch } from './types';

jest.setTimeout(120_000);

function released(index: number): ReleasedPatch {
  return {
    kbId: `KB${index}`,
    title: `Update ${index}`,
    releasedAt: 1_700_000_000_000 + index,
  };
}

describe.each(databases.eachSupportedId())('ReleaseDates on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    await knex('patches').insert(
      [1, 2, 3].map(index => ({
        digest: digestOf(released(index)),
        kb_id: `KB${index}`,
        title: `Update ${index}`,
        kind: 'other',
        kind_rank: 0,
        cves: '[]',
        search_text: '',
        released_at: index === 3 ? 5 : null,
      })),
    );
  });

  it('keeps the dates of patches that nodes reported, once', async () => {
    const told: ReleasedPatch[][] = [];
    const releases = ReleaseDates.create({
      knex,
      listener: async patches => {
        told.push(patches);
      },
    });
    const all = Array.from({ length: 1_200 }, (_, index) => released(index));
    await releases.tell(all);
    await releases.tell(all);
    const rows = await knex('patches').orderBy('kb_id').select();
    expect(rows.map(row => Number(row.released_at))).toEqual([
      released(1).releasedAt,
      released(2).releasedAt,
      5,
    ]);
    expect(rows).toHaveLength(3);
    expect(told.map(patches => patches.map(({ kbId }) => kbId).sort())).toEqual(
      [['KB1', 'KB2']],
    );
  });

  it('does not take one title of a KB for another', async () => {
    await ReleaseDates.create({ knex }).tell([
      { kbId: 'KB1', title: 'Update 2', releasedAt: 1 },
    ]);
    expect(await knex('patches').whereNotNull('released_at')).toHaveLength(1);
  });
});
