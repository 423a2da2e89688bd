import { Knex } from 'knex';
import {
  byTags,
  databases,
  nodeId,
  observation,
  openTestDatabase,
  store as storeNodes,
} from '../../__testUtils__/nodes';
import { NO_PATCH_REPORT } from '../../nodes/rows';
import { POLICY } from '../__testUtils__/patchWorld';
import { observeReportedPatch } from '../details/PatchReader';
import { PatchStore } from '../details/PatchStore';
import { DueDates } from '../policy/DueDates';
import { ExceptionStore } from './ExceptionStore';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const OMAR = 'user:default/omar';
const SYSTEM = 'system:default/payments';
const COMPONENT = 'component:default/api';

describe.each(databases.eachSupportedId())('ExceptionStore on %s', id => {
  let knex: Knex;
  let exceptions: ExceptionStore;

  const lacking = ['zlib', 'openssl'].map(name =>
    observeReportedPatch({
      Title: `${name}:1`,
      KBId: name,
      Classification: 'Bugfix',
      Severity: 'Low',
      State: 'MISSING',
      InstalledTime: new Date(0),
      CVEIds: name === 'openssl' ? 'CVE-2026-1' : undefined,
    }),
  );

  /** Lists a node with these tags; it lacks both patches. */
  const list = (index: number, tags: Record<string, string>) =>
    storeNodes(
      knex,
      [
        observation(index, {
          tags,
          patch: {
            ...NO_PATCH_REPORT,
            bucket: 'security',
            missing: 2,
            lastOperationAt: new Date(NOW).toISOString(),
          },
        }),
      ],
      { decideOwnership: byTags },
    );

  const PAYMENTS = { Owner: 'payments', Application: 'payments' };

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    const due = DueDates.create({ knex, policy: POLICY });
    exceptions = ExceptionStore.create({ knex, due });
    await list(0, PAYMENTS);
    await list(1, { ...PAYMENTS, Service: 'api' });
    await list(2, { Owner: 'data', Service: 'api' });
    const nodes = await knex('nodes').orderBy('node_id');
    await PatchStore.create({ knex, due }).store(
      nodes.map(node => ({ id: node.id, reportAt: NOW, lacking })),
      NOW,
    );
  });

  const add = (
    overrides: Partial<Parameters<ExceptionStore['add']>[0]> = {},
    now = NOW,
  ) =>
    exceptions.add(
      {
        scope: 'node',
        subject: nodeId(0),
        patch: '*',
        reason: 'It is switched off on Monday',
        until: new Date(NOW + 10 * DAY).toISOString(),
        ...overrides,
      },
      OMAR,
      now,
    );

  /** Days until something is due on each node; null: nothing, as all is excepted. */
  const dues = async () =>
    (await knex('nodes').orderBy('node_id')).map(node => {
      expect(Boolean(node.patch_excepted)).toBe(node.patch_due_at === null);
      return node.patch_due_at && (Number(node.patch_due_at) - NOW) / DAY;
    });

  it('makes nothing due on a node, and everything again when it expires', async () => {
    expect(await dues()).toEqual([14, 14, 14]);
    expect(await add()).toEqual({
      id: expect.any(String),
      scope: 'node',
      subject: nodeId(0),
      subjectTitle: 'node-0',
      patch: '*',
      reason: 'It is switched off on Monday',
      until: '2026-12-03T12:00:00.000Z',
      createdBy: OMAR,
      createdAt: '2026-11-23T12:00:00.000Z',
      endedAt: null,
      endedBy: null,
      state: 'active',
    });
    expect(await dues()).toEqual([null, 14, 14]);
    await exceptions.settleEnded(NOW + 10 * DAY - 1);
    expect(await dues()).toEqual([null, 14, 14]);
    await exceptions.settleEnded(NOW + 10 * DAY);
    expect(await dues()).toEqual([14, 14, 14]);
    const { items } = await exceptions.list(
      { state: 'expired', limit: 10 },
      { all: true },
      NOW + 10 * DAY,
    );
    expect(items).toEqual([expect.objectContaining({ state: 'expired' })]);
    // Once is enough.
    const settled = await knex('patch_exceptions');
    await exceptions.settleEnded(NOW + 20 * DAY);
    expect(await knex('patch_exceptions')).toEqual(settled);
  });

  it('can be ended before, once', async () => {
    const { id: given } = await add();
    const ended = await exceptions.end(given, 'user:default/priya', NOW + DAY);
    expect(ended).toMatchObject({
      state: 'ended',
      endedAt: '2026-11-24T12:00:00.000Z',
      endedBy: 'user:default/priya',
    });
    expect(await dues()).toEqual([14, 14, 14]);
    expect(await exceptions.end(given, OMAR, NOW + 2 * DAY)).toEqual(ended);
    await expect(
      exceptions.end('00000000-0000-4000-8000-000000000000', OMAR, NOW),
    ).rejects.toThrow('There is no exception');
  });

  it.each([
    ['a package', 'OpenSSL', 30],
    ['a CVE', 'cve-2026-1', 30],
    ['another', 'CVE-2026-11', 14],
    ['part of a package', 'open', 14],
    ['a wildcard', '%', 14],
    ['everything', '*', null],
  ])('is from %s and nothing else', async (_, patch, days) => {
    await add({ patch });
    expect(await dues()).toEqual([days, 14, 14]);
  });

  it.each([
    ['a System', SYSTEM, [null, null, 14]],
    ['a Component', COMPONENT, [14, null, null]],
  ])('covers all nodes of %s', async (_, subject, expected) => {
    await add({ scope: 'application', subject });
    expect(await dues()).toEqual(expected);
  });

  it('follows nodes that come to the application, and lets go who leaves', async () => {
    await add({ scope: 'application', subject: SYSTEM });
    await list(2, PAYMENTS);
    await list(0, { Owner: 'data' });
    expect(await dues()).toEqual([null, null, 14]);
    await exceptions.followApplications(NOW);
    expect(await dues()).toEqual([14, null, null]);
    // Who left after it was over is let go as well.
    await list(2, { Owner: 'data' });
    await exceptions.settleEnded(NOW + 11 * DAY);
    await exceptions.followApplications(NOW + 11 * DAY);
    expect(await dues()).toEqual([14, 14, 14]);
  });

  it('does not look at nodes again that know of it', async () => {
    await add({ scope: 'application', subject: SYSTEM, patch: 'openssl' });
    await exceptions.followApplications(NOW);
    const locks: string[] = [];
    knex.on('query', ({ sql }) => {
      if (/for update|^update|^insert/i.test(sql)) {
        locks.push(sql);
      }
    });
    await exceptions.followApplications(NOW);
    expect(locks).toEqual([]);
  });

  it('lets the longest of several count, and the other when that one ends', async () => {
    const long = await add();
    const short = await add({
      patch: 'openssl',
      until: new Date(NOW + DAY).toISOString(),
    });
    const ofNode = async () =>
      knex('node_patches')
        .join('nodes', 'nodes.id', 'node_patches.node_id')
        .join('patches', 'patches.id', 'node_patches.patch_id')
        .where('nodes.name', nodeId(0))
        .orderBy('kb_id')
        .pluck('exception_id');
    expect(await ofNode()).toEqual([long.id, long.id]);
    await exceptions.end(long.id, OMAR, NOW);
    expect(await ofNode()).toEqual([short.id, null]);
    expect(await dues()).toEqual([30, 14, 14]);
  });

  it('is not given twice while it lasts', async () => {
    await add({ patch: 'OpenSSL' });
    await expect(add({ patch: 'openssl' })).rejects.toMatchObject({
      name: 'ConflictError',
      message:
        'There is an exception from OpenSSL already, until 2026-12-03T12:00:00.000Z: end that one first',
    });
    await add({ patch: 'zlib' });
    await add({ patch: 'openssl', subject: nodeId(1) });
    await add(
      { patch: 'openssl', until: new Date(NOW + 30 * DAY).toISOString() },
      NOW + 11 * DAY,
    );
    expect(await knex('patch_exceptions')).toHaveLength(4);
  });

  it.each([
    ['patch', { patch: '\u0000\u200b' }],
    ['reason', { reason: '\u0007\u0007\u0007' }],
  ])('needs a %s that can be seen', async (field, overrides) => {
    await expect(add(overrides)).rejects.toThrow(`${field}: expected`);
    expect(await knex('patch_exceptions')).toEqual([]);
  });

  it('lists those about nodes that can be seen, page by page', async () => {
    const all = [
      await add({ patch: 'a', until: new Date(NOW + DAY).toISOString() }),
      await add({ subject: nodeId(2), patch: 'b' }),
      await add({ scope: 'application', subject: SYSTEM, patch: 'c' }),
      await add({
        scope: 'application',
        subject: COMPONENT,
        patch: 'd',
        until: new Date(NOW + 20 * DAY).toISOString(),
      }),
      await add({ subject: 'i-none', patch: 'e' }),
    ];
    const of = async (
      visibility: Parameters<ExceptionStore['list']>[1],
      overrides: Partial<Parameters<ExceptionStore['list']>[0]> = {},
    ) => {
      const page = await exceptions.list(
        { state: 'active', limit: 10, ...overrides },
        visibility,
        NOW,
      );
      return page.items.map(({ patch }) => patch).sort();
    };
    const owner = (name: string) => ({
      criteria: { field: 'owner' as const, in: [`group:default/${name}`] },
    });
    expect(await of({ all: true })).toEqual(['a', 'b', 'c', 'd']);
    expect(await of(owner('payments'))).toEqual(['a', 'c', 'd']);
    expect(await of(owner('data'))).toEqual(['b', 'd']);
    expect(await of(owner('nobody'))).toEqual([]);
    expect(await of({ all: true }, { subject: SYSTEM })).toEqual(['c']);
    expect(await of({ all: true }, { subject: '\u0000' })).toEqual([]);

    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await exceptions.list(
        { state: 'all', limit: 1, cursor },
        { all: true },
        NOW,
      );
      pages.push(...page.items.map(({ patch }) => patch));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(pages[0]).toBe('a');
    expect(pages[3]).toBe('d');
    expect([...pages].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(all).toHaveLength(5);
  });

  it.each(['nonsense', '[]', '[1.5,"x"]', '[1,"\\u0000"]'])(
    'refuses the cursor %s',
    async text => {
      const cursor = Buffer.from(text).toString('base64url');
      await expect(
        exceptions.list({ state: 'all', limit: 1, cursor }, { all: true }, NOW),
      ).rejects.toThrow('cursor');
    },
  );
});
