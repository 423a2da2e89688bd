import {
  SyncHealth,
  SyncProblem,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { ManagedNodesConfig } from '../config';
import { ChangeFeed } from '../nodes/ChangeFeed';
import { Account, SyncTarget } from '../accounts/types';
import { presentHeld } from './HeldRemovals';
import {
  NO_COUNTS,
  readHeld,
  RunCounts,
  TargetRow,
  TargetStore,
} from './TargetStore';

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
  more: TargetHealth['warnings'] = [],
): TargetHealth {
  const counts: RunCounts = {
    ...NO_COUNTS,
    ...(row && JSON.parse(row.counts)),
  };
  const storedError = row?.error ? JSON.parse(row.error) : null;
  const held = readHeld(row);
  // A replica that died leaves its target running for ever.
  const interrupted =
    row?.state === 'running' &&
    now - Number(row.last_started_at) > config.timeoutMs;
  const state = interrupted ? 'failed' : row?.state ?? 'never';
  return {
    account: target.account,
    accountName: target.accountName,
    organizationalUnits: target.units,
    region: target.region,
    source: target.source,
    state: state === 'ok' && more.length ? 'partial' : state,
    requestedAt: time(row?.requested_at),
    lastStartedAt: time(row?.last_started_at),
    lastFinishedAt: time(row?.last_finished_at),
    lastSuccessAt: time(row?.last_success_at),
    durationMs: row?.duration_ms ?? null,
    stale:
      now - Number(row?.last_success_at ?? 0) >
      STALE_INTERVALS * config.intervalMs,
    nodes,
    ...counts,
    heldRemovals: held && presentHeld(held),
    error: interrupted ? INTERRUPTED : storedError,
    warnings: [...(row ? JSON.parse(row.warnings) : []), ...more],
  };
}

async function countNodes(
  knex: Knex,
): Promise<Array<{ account: string; region: string; count: number | string }>> {
  return (
    knex('nodes')
      // As the index of accounts and Regions says it.
      .whereRaw("status <> 'left'")
      .select('account', 'region', knex.raw('COUNT(*) AS count'))
      .groupBy('account', 'region')
  );
}

/** Reports on every target, those included that config no longer names. */
export async function readSyncHealth(options: {
  knex: Knex;
  targets: SyncTarget[];
  store: TargetStore;
  feed: ChangeFeed;
  config: ManagedNodesConfig['sync'];
  now: number;
  /** Names of accounts that are no targets. */
  accounts?: { get(id: string): Account | undefined };
  /** How often the organization is listed, where it is. */
  organizationIntervalMs?: number;
  /** What else could not be read of targets, by `<account>/<region>`. */
  warnings?: Map<string, TargetHealth['warnings']>;
  /** What else there is to report on. */
  others?: Partial<Pick<SyncHealth, 'discovery' | 'organization' | 'events'>>;
}): Promise<SyncHealth> {
  const { knex, targets, store, feed, config, now } = options;
  const { accounts, organizationIntervalMs } = options;
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
    .filter(
      row =>
        row.source !== 'organization' &&
        !configured.has(key(row)) &&
        nodesOf.has(key(row)),
    )
    .map(row => ({
      ...describe(
        { ...row, accountName: row.account, accountTags: {}, units: [] },
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
  const listedByOrganization = rows
    .filter(row => row.source === 'organization' && !configured.has(key(row)))
    .map(row => {
      const account = accounts?.get(row.account);
      return describe(
        {
          ...row,
          accountName: account?.name ?? row.account,
          accountTags: {},
          units: account?.units ?? [],
        },
        row,
        nodesOf.get(key(row)) ?? 0,
        // It comes round by an interval of its own.
        { ...config, intervalMs: organizationIntervalMs ?? config.intervalMs },
        now,
      );
    });
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
          options.warnings?.get(key(target)),
        ),
      ),
      ...dropped,
      ...listedByOrganization,
    ],
    discovery: null,
    organization: null,
    events: null,
    ...options.others,
    catalog,
  };
}
