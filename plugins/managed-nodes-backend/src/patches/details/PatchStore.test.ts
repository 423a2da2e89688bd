import { PatchComplianceData } from '@aws-sdk/client-ssm';
import { Knex } from 'knex';
import {
  databases,
  observation,
  openTestDatabase,
  store as storeNodes,
} from '../../__testUtils__/nodes';
import { NO_PATCH_REPORT } from '../../nodes/rows';
import { PatchReport } from '../../nodes/types';
import { POLICY } from '../__testUtils__/patchWorld';
import { DueDates } from '../policy/DueDates';
import { observeReportedPatch } from './PatchReader';
import { PatchStore } from './PatchStore';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');

function report(at: number, overrides: Partial<PatchReport> = {}): PatchReport {
  return {
    ...NO_PATCH_REPORT,
    bucket: 'other',
    missing: 1,
    lastOperation: 'Scan',
    lastOperationAt: new Date(at).toISOString(),
    ...overrides,
  };
}

const lacking = (overrides: Partial<PatchComplianceData> = {}) =>
  observeReportedPatch({
    Title: 'openssl.x86_64:1:3.0.7-1',
    KBId: 'openssl.x86_64',
    Classification: 'Bugfix',
    Severity: 'Low',
    State: 'MISSING',
    InstalledTime: new Date(0),
    ...overrides,
  });

describe.each(databases.eachSupportedId())('PatchStore on %s', id => {
  let knex: Knex;
  let store: PatchStore;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    store = PatchStore.create({
      knex,
      due: DueDates.create({ knex, policy: POLICY }),
    });
    await storeNodes(
      knex,
      [0, 1].map(index => observation(index, { patch: report(NOW) })),
    );
  });

  const nodes = () => knex('nodes').orderBy('node_id');
  const patches = () => knex('patches').orderBy('kb_id');
  const lacks = () => knex('node_patches').orderBy(['node_id', 'patch_id']);
  const dueAt = async () =>
    (await nodes()).map(node =>
      node.patch_due_at === null ? null : Number(node.patch_due_at),
    );

  /** Stores what a node lacks by its report, as it is known. */
  const tell = async (
    index: number,
    told: ReturnType<typeof lacking>[],
    reportAt: number | null = NOW,
    now = NOW,
  ) => {
    const node = (await nodes())[index];
    await store.store([{ id: node.id, reportAt, lacking: told }], now);
  };

  /** Has a node report anew. */
  const scan = (index: number, at: number, overrides?: Partial<PatchReport>) =>
    storeNodes(knex, [observation(index, { patch: report(at, overrides) })]);

  it('keeps since when a patch lacks, in whatever state', async () => {
    await tell(0, [lacking()]);
    await scan(0, NOW + DAY);
    await tell(0, [lacking({ State: 'FAILED' })], NOW + DAY);
    expect(await lacks()).toEqual([
      expect.objectContaining({ state: 'FAILED' }),
    ]);
    expect(await dueAt()).toEqual([NOW + 30 * DAY, null]);
    // It was in place, and is needed again: that counts from then on.
    await scan(0, NOW + 2 * DAY);
    await tell(0, [lacking({ KBId: 'zlib', Title: 'zlib:1' })], NOW + 2 * DAY);
    await scan(0, NOW + 3 * DAY);
    await tell(0, [lacking()], NOW + 3 * DAY);
    expect(await dueAt()).toEqual([NOW + 33 * DAY, null]);
  });

  it('counts from when it was read where AWS does not say when it was reported', async () => {
    await tell(0, [lacking()], null, NOW + 5);
    expect(await dueAt()).toEqual([NOW + 5 + 30 * DAY, null]);
  });

  it('does not put an older report in the place of the last', async () => {
    await scan(0, NOW + DAY);
    await tell(0, [lacking({ State: 'FAILED' })], NOW + DAY);
    await tell(0, [lacking({ KBId: 'zlib', Title: 'zlib:1' })], NOW);
    expect(await lacks()).toEqual([
      expect.objectContaining({ state: 'FAILED' }),
    ]);
    // The clock of the machine is put back: what it reports now is the last.
    await scan(0, NOW - DAY);
    await tell(0, [], NOW - DAY);
    expect(await lacks()).toEqual([]);
  });

  it('takes nothing of a node that is all right by now, that left, or that is gone', async () => {
    const [first, second] = await nodes();
    await tell(0, [lacking()]);
    await scan(0, NOW + DAY, { bucket: 'compliant', missing: 0 });
    await tell(0, [lacking()], NOW);
    await knex('nodes').where({ id: second.id }).update({ status: 'left' });
    await tell(1, [lacking()]);
    await store.store([{ id: 4711, reportAt: NOW, lacking: [lacking()] }], NOW);
    expect(await lacks()).toEqual([]);
    expect(await dueAt()).toEqual([null, null]);
    await store.forgetSettled();
    expect(await knex('node_patch_reads')).toEqual([]);
    await store.fail([first.id, 4711], 'gone', () => 1);
    expect(await knex('node_patch_reads')).toHaveLength(1);
  });

  it('makes nothing due on a node that is all right before what it lacked is forgotten', async () => {
    await tell(0, [lacking()]);
    await scan(0, NOW + DAY, { bucket: 'compliant', missing: 0 });
    await DueDates.create({ knex, policy: POLICY }).settleAll(
      NOW,
      new AbortController().signal,
    );
    expect(await dueAt()).toEqual([null, null]);
    expect(await lacks()).toHaveLength(1);
    await store.forgetSettled();
    expect(await lacks()).toEqual([]);
  });

  it('lets the worse of two reports count for all who lack the patch, in any order', async () => {
    const mild = lacking({ CVEIds: 'CVE-2026-2' });
    const grave = lacking({
      Severity: 'Critical',
      Classification: 'Security',
      CVEIds: 'CVE-2026-1,CVE-2026-2',
    });
    const outcome = {
      kind: 'critical',
      kind_rank: 2,
      severity: 'Critical',
      classification: 'Security',
      cves: '["CVE-2026-1","CVE-2026-2"]',
      search_text: expect.stringContaining('cve-2026-1'),
    };
    await tell(0, [mild]);
    expect(await dueAt()).toEqual([NOW + 14 * DAY, null]);
    await tell(1, [grave]);
    expect(await patches()).toEqual([expect.objectContaining(outcome)]);
    expect(await dueAt()).toEqual([NOW + 7 * DAY, NOW + 7 * DAY]);
    // And back: nothing wavers.
    await tell(0, [mild]);
    expect(await patches()).toEqual([expect.objectContaining(outcome)]);
    expect(await dueAt()).toEqual([NOW + 7 * DAY, NOW + 7 * DAY]);
  });

  it('takes more patches than a statement does', async () => {
    const many = Array.from({ length: 1_234 }, (_, index) =>
      lacking({ KBId: `KB${index}`, Title: `Update ${index}` }),
    );
    await tell(0, many);
    expect(await lacks()).toHaveLength(1_234);
    await scan(0, NOW + DAY);
    await tell(0, many.slice(0, 3), NOW + DAY);
    expect(await lacks()).toHaveLength(3);
  });

  it('stores hostile names as text, cut to what fits', async () => {
    const titles = [
      "'; DROP TABLE patches; --",
      '\u0000bell\u0007 \u001b[31mred',
      'x'.repeat(10_000),
      '🧨'.repeat(60),
      '\u202Egnp.exe\u202C',
      '=HYPERLINK("http://x")',
      '\ud800',
    ];
    const told = titles.map(title =>
      lacking({ Title: title, KBId: title, CVEIds: `${title},"CVE-1"` }),
    );
    await tell(0, told);
    const stored = await patches();
    expect(stored).toHaveLength(titles.length);
    for (const patch of stored) {
      expect(patch.title.length).toBeLessThanOrEqual(512);
      expect(patch.kb_id.length).toBeLessThanOrEqual(256);
      expect(patch.title).not.toMatch(/[\p{Cc}\p{Cf}\p{Surrogate}]/u);
      expect(patch.kb_id).not.toMatch(/[\p{Cc}\p{Cf}\p{Surrogate}]/u);
      for (const cve of JSON.parse(patch.cves)) {
        expect(cve.length).toBeLessThanOrEqual(64);
        expect(cve).not.toMatch(/["\p{Cc}\p{Cf}\p{Surrogate}]/u);
      }
    }
    expect(await lacks()).toHaveLength(titles.length);
  });

  it('does the same when two store at once', async () => {
    const told = [lacking(), lacking({ KBId: 'zlib', Title: 'zlib:1' })];
    const [first, second] = await nodes();
    const both = [first, second].map(node => ({
      id: node.id,
      reportAt: NOW,
      lacking: told,
    }));
    await Promise.all([
      store.store(both, NOW),
      store.store([...both].reverse(), NOW),
      store.store(both, NOW),
    ]);
    expect(await lacks()).toHaveLength(4);
    expect(await dueAt()).toEqual([NOW + 30 * DAY, NOW + 30 * DAY]);
  });
});
