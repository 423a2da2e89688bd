import { Knex } from 'knex';
import {
  ResolvedFilter,
  Visibility,
} from '../../plugins/managed-nodes-backend/src/nodes/filters';
import { SnapshotWriter } from '../../plugins/managed-nodes-backend/src/patches/snapshots/SnapshotWriter';
import { TrendQueries } from '../../plugins/managed-nodes-backend/src/patches/snapshots/TrendQueries';
import { ComplianceQueries } from '../../plugins/managed-nodes-backend/src/patches/views/ComplianceQueries';
import { FleetTotals } from '../../plugins/managed-nodes-backend/src/patches/views/FleetTotals';
import { MissingPatchQueries } from '../../plugins/managed-nodes-backend/src/patches/views/MissingPatchQueries';
import { patchDimensionSchema } from '../../plugins/managed-nodes-common/src';
import { openStore } from './database';
import { BenchOptions, figure } from './figures';
import { percentile, repeat, timed } from './measure';
import { fillPatches } from './patchFleet';

const ROUNDS = 30;
const DAY = 86_400_000;
const POLICY = {
  days: { critical: 7, security: 14, other: 30 },
  staleAfterDays: 14,
  countFrom: 'reported' as const,
  staleAfterMs: 14 * DAY,
};
const ALL: Visibility = { all: true };
const TEAM: Visibility = {
  criteria: { field: 'owner', in: ['group:default/team-7'] },
};

type Cases = Record<string, () => Promise<unknown>>;

function compliance(knex: Knex, now: number): Cases {
  const queries = ComplianceQueries.create({
    knex,
    context: {
      partition: 'aws',
      accountNames: new Map<string, string>(),
      patchPolicy: POLICY,
    },
    policy: POLICY,
  });
  const read = (filter: ResolvedFilter, visibility = ALL, at = now) =>
    queries.read(
      patchDimensionSchema.options,
      { ...filter, clock: { ...POLICY, now: at } },
      visibility,
    );
  return {
    'compliance.all': () => read({}),
    'compliance.owner': () => read({}, TEAM),
    'compliance.owner-filter': () => read({ owner: ['group:default/team-7'] }),
    'compliance.environment': () => read({ environment: ['azure'] }),
    'compliance.status': () => read({ status: ['online'] }),
    'compliance.account': () => read({ account: ['100000000003'] }),
    'compliance.standing': () => read({ patchStanding: ['overdue'] }),
    // As long as nobody counted the whole fleet for it.
    'compliance.all-without-totals': () => read({}, ALL, now + DAY / 24),
  };
}

function missing(knex: Knex, now: number): Cases {
  const queries = MissingPatchQueries.create({ knex });
  type Request = Parameters<MissingPatchQueries['list']>[0];
  const list = (
    request: Partial<Request>,
    filter: ResolvedFilter = {},
    visibility = ALL,
    at = now,
  ) =>
    queries.list(
      { sort: 'kind', order: 'desc', limit: 50, ...request },
      { ...filter, clock: { ...POLICY, now: at } },
      visibility,
    );
  return {
    'missing.all': () => list({}),
    'missing.by-nodes': () => list({ sort: 'nodes' }),
    'missing.by-due': () => list({ sort: 'due', order: 'asc' }),
    'missing.kind': () => list({ kind: ['critical'] }),
    'missing.state': () => list({ state: ['FAILED'] }),
    'missing.text': () => list({ text: 'package-77' }),
    'missing.text-in-many': () => list({ text: 'kb5001' }),
    'missing.text-in-all': () => list({ text: 'update' }),
    'missing.cve': () => list({ cve: ['CVE-2026-10050'] }),
    'missing.owner': () => list({}, {}, TEAM),
    'missing.owner-kind': () => list({ kind: ['critical'] }, {}, TEAM),
    'missing.owner-text': () => list({ text: 'package-77' }, {}, TEAM),
    'missing.environment': () => list({}, { environment: ['azure'] }),
    'missing.all-without-totals': () => list({}, {}, ALL, now + DAY / 24),
  };
}

function trend(knex: Knex, now: number): Cases {
  const queries = TrendQueries.create({ knex });
  const read = (filter: ResolvedFilter, visibility = ALL) =>
    queries.read(90, { ...filter, clock: { ...POLICY, now } }, visibility);
  return {
    'trend.all': () => read({}),
    'trend.owner': () => read({}, TEAM),
    'trend.environment': () => read({ environment: ['azure'] }),
    'trend.account': () => read({ account: ['100000000003'] }),
  };
}

/** Days before today as today was, but for the rows that nothing here reads. */
async function copyDays(knex: Knex, now: number): Promise<void> {
  const { day: _, ...columns } = await knex('patch_snapshots').columnInfo();
  const names = Object.keys(columns).map(name => `"${name}"`);
  for (let ago = 1; ago < 90; ago += 1) {
    const day = new Date(now - ago * DAY).toISOString().slice(0, 10);
    await knex.raw(
      `INSERT INTO patch_snapshots (day, ${names}) SELECT '${day}', ${names} FROM patch_snapshots WHERE day = ? AND grain IN ('all', 'owner', 'platform', 'place')`,
      [new Date(now).toISOString().slice(0, 10)],
    );
  }
}

/**
 * Times the queries behind the pages about patches, over a fleet one fifth of
 * which lacks 20 patches each. The baseline is a bare `SELECT … LIMIT 50` by
 * primary key on the same connection.
 */
export async function benchPatches(options: BenchOptions): Promise<void> {
  const { nodes, database } = options;
  const { knex, settle, close } = await openStore(options);
  const now = Date.now();
  try {
    const filled = await timed(() => fillPatches(knex, nodes, now));
    const [{ rows }] = await knex('node_patches').count({ rows: '*' });
    await settle();
    const totals = FleetTotals.create({ knex, policy: POLICY });
    const snapshots = SnapshotWriter.create({
      knex,
      policy: POLICY,
      retentionMs: 400 * DAY,
    });
    figure('patches.fill', {
      database,
      nodes,
      nodePatches: Number(rows),
      seconds: filled,
    });
    figure('patches.recount', {
      database,
      nodes,
      seconds: await timed(() => totals.recount(now)),
      again: await timed(() => totals.recount(now)),
    });
    figure('patches.snapshot', {
      database,
      nodes,
      seconds: await timed(() => snapshots.write(now)),
      again: await timed(() => snapshots.write(now)),
    });
    await copyDays(knex, now);
    await settle();

    const baseline = percentile(
      await repeat(ROUNDS, async () =>
        knex('nodes').select().orderBy('id').limit(50),
      ),
      0.5,
    );
    figure('patches.baseline', { database, nodes, p50Ms: baseline });
    const cases: Cases = {
      ...compliance(knex, now),
      ...missing(knex, now),
      ...trend(knex, now),
    };
    for (const [name, action] of Object.entries(cases)) {
      const times = await repeat(ROUNDS, action);
      const p50 = percentile(times, 0.5);
      figure(`patches.${name}`, {
        database,
        nodes,
        p50Ms: p50,
        p95Ms: percentile(times, 0.95),
        ratio: p50 / baseline,
      });
    }
  } finally {
    await close();
  }
}
