import {
  SyncHealth,
  SyncProblem,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { ManagedNodesConfig } from '../config';
import { ChangeFeed } from '../nodes/ChangeFeed';
import { SyncTarget } from './targets';
import { NO_COUNTS, RunCounts, TargetRow, TargetStore } from './TargetStore';

/** The catalog module: the consumer whose lag the health report shows. */
const CATALOG = 'managed-nodes';

/** Intervals without a complete listing after which a target is stale. */
const STALE_INTERVALS = 3;

const INTERRUPTED: SyncProblem = {
  code: 'Interrupted',
  message: 'The backend that listed this target stopped on the way',
  missingIamAction: null,
};

function time(value: number | string | null | undefined): string | null {
  return value === null || value === undefined
    ? null
    : new Date(Number(value)).toISOString();
}

function describe(
  target: SyncTarget,
  row: TargetRow | undefined,
  nodes: number,
  config: ManagedNodesConfig['sync'],
  now: number,
): TargetHealth {
  const counts: RunCounts = row ? JSON.parse(row.counts) : NO_COUNTS;
  const storedError = row?.error ? JSON.parse(row.error) : null;
  const held = row?.held ? JSON.parse(row.held) : null;
  // A replica that died leaves its target running for ever.
  const interrupted =
    row?.state === 'running' &&
    now - Number(row.last_started_at) > config.timeoutMs;
  return {
    account: target.account,
    accountName: target.accountName,
    region: target.region,
    state: interrupted ? 'failed' : row?.state ?? 'never',
    lastStartedAt: time(row?.last_started_at),
    lastFinishedAt: time(row?.last_finished_at),
    lastSuccessAt: time(row?.last_success_at),
    durationMs: row?.duration_ms ?? null,
    stale:
      now - Number(row?.last_success_at ?? 0) >
      STALE_INTERVALS * config.intervalMs,
    nodes,
    ...counts,
    heldRemovals: held && { ...held, since: time(held.since) },
    error: interrupted ? INTERRUPTED : storedError,
    warnings: row ? JSON.parse(row.warnings) : [],
  };
}

async function countNodes(
  knex: Knex,
): Promise<Array<{ account: string; region: string; count: number | string }>> {
  return knex('nodes')
    .whereNull('left_at')
    .select('account', 'region', knex.raw('COUNT(*) AS count'))
    .groupBy('account', 'region');
}

/** Reports on every target, those included that config no longer names. */
export async function readSyncHealth(options: {
  knex: Knex;
  targets: SyncTarget[];
  store: TargetStore;
  feed: ChangeFeed;
  config: ManagedNodesConfig['sync'];
  now: number;
}): Promise<SyncHealth> {
  const { knex, targets, store, feed, config, now } = options;
  const [rows, counted, catalog] = await Promise.all([
    store.list(),
    countNodes(knex),
    feed.health(CATALOG),
  ]);
  const key = (of: { account: string; region: string }) =>
    `${of.account}/${of.region}`;
  const rowOf = new Map(rows.map(row => [key(row), row]));
  const nodesOf = new Map(
    counted.map(({ account, region, count }) => [
      `${account}/${region}`,
      Number(count),
    ]),
  );
  const configured = new Set(targets.map(key));
  const dropped = rows
    .filter(row => !configured.has(key(row)) && nodesOf.has(key(row)))
    .map(row => ({
      ...describe(
        { ...row, accountName: row.account, accountTags: {} },
        row,
        nodesOf.get(key(row)) ?? 0,
        config,
        now,
      ),
      accountName: null,
      state: 'failed' as const,
      error: {
        code: 'NotConfigured',
        message:
          'Config no longer names this target. Its nodes are kept as they were last seen',
        missingIamAction: null,
      },
    }));
  return {
    asOf: new Date(now).toISOString(),
    intervalSeconds: config.intervalMs / 1000,
    targets: [
      ...targets.map(target =>
        describe(
          target,
          rowOf.get(key(target)),
          nodesOf.get(key(target)) ?? 0,
          config,
          now,
        ),
      ),
      ...dropped,
    ],
    catalog,
  };
}
