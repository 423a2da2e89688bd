import {
  MissingPatch,
  missingPatchPageSchema,
  missingPatchSortSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  context,
  databases,
  openTestDatabase,
} from '../../__testUtils__/nodes';
import { Visibility } from '../../nodes/filters';
import { filterCases, VISIBILITIES } from '../__testUtils__/questions';
import {
  ModelLack,
  ModelNode,
  storeRandomFleet,
} from '../__testUtils__/randomFleet';
import { FleetTotals } from './FleetTotals';
import { MissingPatchQueries } from './MissingPatchQueries';
import { PatchSelection } from './patchRows';

jest.setTimeout(120_000);

const NOW = Date.parse('2026-11-23T12:00:00Z');
const STALE = context.patchPolicy.staleAfterMs;
const CLOCK = { now: NOW, staleAfterMs: STALE };
const ALL: Visibility = { all: true };

const iso = (time: number | null) =>
  time === null ? null : new Date(time).toISOString();

/** What narrows patches, and which it leaves. */
const SELECTIONS: Array<
  [string, PatchSelection, (lack: ModelLack) => boolean]
> = [
  ['everything', {}, () => true],
  [
    'kinds',
    { kind: ['critical', 'other'] },
    ({ patch }) => patch.kind !== 'security',
  ],
  [
    'a severity',
    { severity: ['Low'] },
    ({ patch }) => patch.severity === 'Low',
  ],
  [
    'a severity or none',
    { severity: ['Low', 'none'] },
    ({ patch }) => patch.severity !== 'Critical',
  ],
  [
    'a classification',
    { classification: ['Security'] },
    ({ patch }) => patch.classification === 'Security',
  ],
  [
    'a CVE, and not one that begins like it',
    { cve: ['cve-2026-11'] },
    ({ patch }) => patch.cves.includes('CVE-2026-11'),
  ],
  [
    'words',
    { text: ' UPDATE kb501 ' },
    ({ patch }) => /update/.test(patch.title) && /KB501/.test(patch.kbId),
  ],
  [
    'wildcards',
    { text: '100%_SURE' },
    ({ patch }) => /100%_/.test(patch.title),
  ],
  ['what matches nothing', { text: '10__sure' }, () => false],
  [
    'text that is a CVE',
    { text: 'cve-2026-14' },
    ({ patch }) => patch.cves.some(cve => /^CVE-2026-14/.test(cve)),
  ],
  [
    'states',
    { state: ['FAILED', 'INSTALLED_REJECTED'] },
    ({ state }) => ['FAILED', 'INSTALLED_REJECTED'].includes(state),
  ],
  [
    'a kind in a state',
    { kind: ['critical'], state: ['INSTALLED_PENDING_REBOOT'] },
    ({ patch, state }) =>
      patch.kind === 'critical' && state === 'INSTALLED_PENDING_REBOOT',
  ],
];

/** Counts one by one. */
function recount(nodes: ModelNode[], holds: (lack: ModelLack) => boolean) {
  const lacks = nodes.flatMap(node => node.lacks.filter(holds));
  const patches = new Map(lacks.map(({ patch }) => [patch.id, patch]));
  const items = [...patches.values()].map((patch): MissingPatch => {
    const own = lacks.filter(lack => lack.patch.id === patch.id);
    const due = own.flatMap(lack => lack.dueAt ?? []);
    return {
      id: patch.id,
      kbId: patch.kbId,
      title: patch.title,
      classification: patch.classification,
      severity: patch.severity,
      kind: patch.kind,
      cves: patch.cves,
      releasedAt: iso(patch.releasedAt),
      nodes: own.length,
      failed: own.filter(lack => lack.state === 'FAILED').length,
      pendingReboot: own.filter(
        lack => lack.state === 'INSTALLED_PENDING_REBOOT',
      ).length,
      oldestAt: iso(Math.min(...own.map(lack => lack.firstAt)))!,
      dueAt: iso(due.length ? Math.min(...due) : null),
    };
  });
  return {
    items: items.sort((a, b) => (a.id < b.id ? -1 : 1)),
    totalItems: items.length,
    totalNodes: nodes.filter(node => node.lacks.some(holds)).length,
    unread: nodes.filter(
      node => node.reasons.length > 0 && !node.excepted && node.dueAt === null,
    ).length,
    nextCursor: null,
    previousCursor: null,
  };
}

describe.each(databases.eachSupportedId())('MissingPatchQueries on %s', id => {
  let knex: Knex;
  let fleet: ModelNode[];
  let shown: ModelNode[];
  let queries: MissingPatchQueries;

  type Request = Parameters<MissingPatchQueries['list']>[0];
  type Filter = Parameters<MissingPatchQueries['list']>[1];

  const list = (
    request: Partial<Request> = {},
    filter: Omit<Filter, 'clock'> = {},
    visibility: Visibility = ALL,
  ) =>
    queries.list(
      { sort: 'kind', order: 'desc', limit: 50, ...request },
      { ...filter, clock: CLOCK },
      visibility,
    );

  const sorted = async (...request: Parameters<typeof list>) => {
    const page = await list(...request);
    expect(missingPatchPageSchema.parse(page)).toEqual(page);
    return {
      ...page,
      items: page.items.sort((a, b) => (a.id < b.id ? -1 : 1)),
    };
  };

  beforeAll(async () => {
    knex = await openTestDatabase(id);
    fleet = await storeRandomFleet(knex, { seed: 9, nodes: 60, now: NOW });
    shown = fleet.filter(node => node.status !== 'left');
    queries = MissingPatchQueries.create({ knex });
  });

  it.each(VISIBILITIES)('counts what is there for %s', async (...seen) => {
    const [, visibility, isSeen] = seen;
    for (const [, filter, holds] of filterCases(NOW, STALE)) {
      expect(await sorted({}, filter, visibility)).toEqual(
        recount(
          shown.filter(node => isSeen(node) && holds(node)),
          () => true,
        ),
      );
    }
    for (const [, selection, holds] of SELECTIONS) {
      expect(await sorted(selection, {}, visibility)).toEqual(
        recount(shown.filter(isSeen), holds),
      );
    }
  });

  it.each(missingPatchSortSchema.options)(
    'pages by %s in both directions without losing or doubling a patch',
    async sort => {
      for (const order of ['asc', 'desc'] as const) {
        const whole = (await list({ sort, order })).items.map(item => item.id);
        expect(whole.length).toBeGreaterThan(5);
        const paged = (cursor?: string) =>
          list({ sort, order, limit: 4, cursor });
        const forward: string[] = [];
        let page = await paged();
        expect(page.previousCursor).toBeNull();
        for (;;) {
          expect(page.totalItems).toBe(whole.length);
          forward.push(...page.items.map(item => item.id));
          if (!page.nextCursor) {
            break;
          }
          page = await paged(page.nextCursor);
        }
        expect(forward).toEqual(whole);
        const back: string[] = page.items.map(item => item.id);
        while (page.previousCursor) {
          page = await paged(page.previousCursor);
          back.unshift(...page.items.map(item => item.id));
        }
        expect(back).toEqual(whole);
      }
    },
  );

  it('sorts by what it says', async () => {
    const values = async (
      sort: Request['sort'],
      read: (item: MissingPatch) => number,
    ) => (await list({ sort, order: 'asc' })).items.map(read);
    const ascending = (numbers: number[]) => [...numbers].sort((a, b) => a - b);
    const rank = (item: MissingPatch) =>
      ['other', 'security', 'critical'].indexOf(item.kind) * 1000 + item.nodes;
    const kinds = await values('kind', rank);
    expect(kinds).toEqual(ascending(kinds));
    const due = await values('due', item =>
      item.dueAt === null ? Infinity : Date.parse(item.dueAt),
    );
    expect(due).toEqual(ascending(due));
    const oldest = await values('oldest', item => Date.parse(item.oldestAt));
    expect(oldest).toEqual(ascending(oldest));
  });

  it('refuses a cursor of another sort', async () => {
    const { nextCursor } = await list({ limit: 1 });
    await expect(list({ sort: 'nodes', cursor: nextCursor! })).rejects.toThrow(
      'cursor: belongs to sort=kind&order=desc',
    );
  });

  it('says the same of the whole fleet from totals, and knows when they are old', async () => {
    await FleetTotals.create({ knex, policy: context.patchPolicy }).recount(
      NOW,
    );
    for (const [, selection, holds] of SELECTIONS) {
      expect(await sorted(selection)).toEqual(recount(shown, holds));
    }

    // That it does so from the totals shows when they are wrong.
    await knex('patch_totals').delete();
    expect((await list()).totalItems).toBe(0);
    const later = { now: NOW + 3_600_000, staleAfterMs: STALE };
    const live = await queries.list(
      { sort: 'kind', order: 'desc', limit: 50 },
      { clock: later },
      ALL,
    );
    expect(live.totalItems).toBe(recount(shown, () => true).totalItems);
  });
});

describe.each(databases.eachSupportedId())('FleetTotals on %s', id => {
  it('recounts what changed, yet not all the time', async () => {
    const knex = await openTestDatabase(id);
    await storeRandomFleet(knex, { seed: 3, nodes: 15, now: NOW });
    const totals = FleetTotals.create({ knex, policy: context.patchPolicy });
    await totals.refresh(NOW);
    const counted = () => knex('patch_counts').where('dimension', 'total');
    const before = await counted();
    expect(before.length).toBeGreaterThan(0);

    await knex('nodes').update({ status: 'left' });
    await knex('store_meta')
      .where({ key: 'patch_totals' })
      .update({
        value: JSON.stringify({
          at: NOW,
          tookMs: 1000,
          staleAfterMs: STALE,
        }),
      });
    await totals.refresh(NOW + 29_000);
    expect(await counted()).toEqual(before);
    await totals.refresh(NOW + 31_000);
    expect(await counted()).toEqual([]);
    expect(await knex('patch_totals')).toEqual([]);
    expect(await knex('patch_node_totals')).toEqual([]);
  });

  it('recounts at once by a new policy', async () => {
    const knex = await openTestDatabase(id);
    await storeRandomFleet(knex, { seed: 3, nodes: 15, now: NOW });
    await FleetTotals.create({ knex, policy: { staleAfterMs: 1 } }).recount(
      NOW,
    );
    const totals = FleetTotals.create({ knex, policy: context.patchPolicy });
    await totals.refresh(NOW);
    const row = await knex('store_meta')
      .where({ key: 'patch_totals' })
      .first('value');
    expect(JSON.parse(row.value)).toMatchObject({ staleAfterMs: STALE });
  });
});
