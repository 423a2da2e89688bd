import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  AlarmState,
  SyncProblem,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { pagesOf, restartExpired } from '../aws/paging';
import { toSyncProblem } from '../aws/problems';
import { TargetKey } from '../nodes/types';
import {
  ALARM_RANKS,
  AlarmObservation,
  dimensionsOf,
  toObservation,
} from './alarms';
import { NodeMatcher, nodesOfPlace } from './hosts';
import { MetricReads } from './MetricReads';

/** Rows per statement: SQLite takes 500. */
const CHUNK = 400;
const ALARMS_PER_PAGE = 100;

interface AlarmRow {
  id: string;
  node_id: string;
  name: string;
  state: Exclude<AlarmState, 'none'>;
  rank: number;
  since: number | string;
  details: string;
  told_at: number | string | null;
}

/** An alarm, and a node it concerns. */
interface FoundAlarm {
  readonly nodeId: string;
  readonly alarm: AlarmObservation;
}

/** Learns which alarms of a place concern which of its nodes, and how they stand. */
export class AlarmSync {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #knex: Knex;
  readonly #reads: MetricReads;
  readonly #observer: CallObserver | undefined;
  readonly #now: () => number;

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    knex: Knex;
    reads: MetricReads;
    observer?: CallObserver;
    /** Milliseconds since the epoch. Default: the clock's. */
    now?: () => number;
  }): AlarmSync {
    return new AlarmSync(options);
  }

  private constructor(options: Parameters<typeof AlarmSync.create>[0]) {
    this.#clients = options.clients;
    this.#knex = options.knex;
    this.#reads = options.reads;
    this.#observer = options.observer;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Reads a place. Where the list cannot be read to its end, everything stays
   * as it was known.
   *
   * @returns what went wrong, if anything did
   * @throws what the signal carries when it is aborted
   */
  async run(
    target: TargetKey,
    signal: AbortSignal,
  ): Promise<SyncProblem | undefined> {
    await this.#reads.begin(target, 'alarms', this.#now());
    let problem: SyncProblem | undefined;
    try {
      const matcher = NodeMatcher.create(
        await nodesOfPlace(this.#knex, target),
      );
      const rows = await restartExpired(() =>
        this.#list(target, matcher, signal),
      );
      signal.throwIfAborted();
      await this.#keep(target, rows);
    } catch (error) {
      signal.throwIfAborted();
      problem = toSyncProblem(error, 'cloudwatch:DescribeAlarms');
    }
    await this.#reads.finish(target, 'alarms', problem, this.#now());
    return problem;
  }

  async #list(
    target: TargetKey,
    matcher: NodeMatcher,
    signal: AbortSignal,
  ): Promise<FoundAlarm[]> {
    const { cloudwatch } = await this.#clients.forTarget(target, 'monitoring');
    const meter = CallMeter.create({ observer: this.#observer });
    const pages = pagesOf(
      NextToken =>
        cloudwatch.send(
          meter.watch(
            new DescribeAlarmsCommand({
              AlarmTypes: ['MetricAlarm'],
              MaxRecords: ALARMS_PER_PAGE,
              NextToken,
            }),
          ),
          { abortSignal: signal },
        ),
      page => page.NextToken,
    );
    const found = new Map<string, FoundAlarm>();
    for await (const { MetricAlarms = [] } of pages) {
      for (const each of MetricAlarms) {
        const alarm = toObservation(target, each);
        for (const dimensions of alarm ? dimensionsOf(each) : []) {
          const nodeId = matcher.match(dimensions);
          if (alarm && nodeId !== undefined) {
            found.set(`${alarm.id} ${nodeId}`, { nodeId, alarm });
          }
        }
      }
    }
    return [...found.values()];
  }

  async #keep(
    { account, region }: TargetKey,
    found: FoundAlarm[],
  ): Promise<void> {
    const place = { account, region };
    const known: AlarmRow[] = await this.#knex('node_alarms').where(place);
    const before = new Map(known.map(row => [`${row.id} ${row.node_id}`, row]));
    const rows = found.map(({ nodeId, alarm }) => ({
      ...place,
      id: alarm.id,
      node_id: nodeId,
      name: alarm.name,
      state: alarm.state,
      rank: ALARM_RANKS[alarm.state],
      since: alarm.since,
      details: JSON.stringify(alarm.details),
      // Its owner is told again when it rings again.
      told_at: toldOf(before.get(`${alarm.id} ${nodeId}`), alarm),
    }));
    const kept = new Set(rows.map(row => `${row.id} ${row.node_id}`));
    const changed = rows.filter(row => {
      const old = before.get(`${row.id} ${row.node_id}`);
      return (
        old?.state !== row.state ||
        Number(old.since) !== row.since ||
        old.details !== row.details
      );
    });
    await this.#knex.transaction(async trx => {
      for (let i = 0; i < changed.length; i += CHUNK / 8) {
        await trx('node_alarms')
          .insert(changed.slice(i, i + CHUNK / 8))
          .onConflict(['id', 'node_id'])
          .merge();
      }
      for (const row of known) {
        if (!kept.has(`${row.id} ${row.node_id}`)) {
          await trx('node_alarms')
            .where({ id: row.id, node_id: row.node_id })
            .delete();
        }
      }
      await this.#mark(trx, place, rows);
    });
  }

  /** Writes the worst state of each node where it is another. */
  async #mark(
    trx: Knex,
    place: TargetKey,
    rows: ReadonlyArray<Pick<AlarmRow, 'node_id' | 'state' | 'rank'>>,
  ): Promise<void> {
    const worst = new Map<string, Pick<AlarmRow, 'state' | 'rank'>>();
    for (const row of rows) {
      const other = worst.get(row.node_id);
      if (!other || row.rank < other.rank) {
        worst.set(row.node_id, row);
      }
    }
    const nodes: Array<{ id: number; node_id: string; alarm: AlarmState }> =
      await trx('nodes').where(place).select('id', 'node_id', 'alarm');
    const changes = new Map<AlarmState, number[]>();
    for (const { id, node_id: nodeId, alarm } of nodes) {
      const state = worst.get(nodeId)?.state ?? 'none';
      if (state !== alarm) {
        changes.set(state, [...(changes.get(state) ?? []), id]);
      }
    }
    for (const [alarm, ids] of changes) {
      for (let i = 0; i < ids.length; i += CHUNK) {
        await trx('nodes')
          .whereIn('id', ids.slice(i, i + CHUNK))
          .update({ alarm });
      }
    }
  }
}

/** When the owner was told that it rings, if it still does. */
function toldOf(
  before: AlarmRow | undefined,
  { state, since }: AlarmObservation,
): number | string | null {
  return before?.state === state && Number(before.since) === since
    ? before.told_at
    : null;
}
