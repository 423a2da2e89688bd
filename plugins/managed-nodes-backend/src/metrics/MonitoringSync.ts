import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  GroupMetricKind,
  groupMetricKindSchema,
  MetricSource,
  MonitoringState,
  SyncProblem,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { pagesOf, restartExpired } from '../aws/paging';
import { toSyncProblem } from '../aws/problems';
import { TargetKey } from '../nodes/types';
import { NodeMatcher, nodesOfPlace } from './hosts';
import { toSource } from './MetricFinder';
import { MetricReads } from './MetricReads';
import { AGENT_RULES, labelOf, ruleOf } from './sources';

/** Rows per statement: SQLite takes 500. */
const CHUNK = 400;

/** The metric of each kind that a node is compared by. */
export type ComparedMetrics = Partial<Record<GroupMetricKind, MetricSource>>;

interface NodeMetricsRow {
  node_id: string;
  reported_at: number | string | null;
  metrics: string;
}

const KINDS: readonly string[] = groupMetricKindSchema.options;

/** The metrics that tell that an agent reports, and what nodes are compared by. */
const SIGNALS = Object.entries(AGENT_RULES)
  .filter(([, { kind }]) => KINDS.includes(kind))
  .map(([name]) => name);

/** The volume of a machine that counts when machines are compared: its system's. */
const SYSTEM_VOLUME = /^(\/|C:)$/i;

function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += CHUNK) {
    yield items.slice(start, start + CHUNK);
  }
}

/** Learns which nodes of a place report metrics, and what CloudWatch calls them. */
export class MonitoringSync {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #knex: Knex;
  readonly #reads: MetricReads;
  readonly #namespace: string;
  readonly #observer: CallObserver | undefined;
  readonly #now: () => number;

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    knex: Knex;
    reads: MetricReads;
    namespace: string;
    observer?: CallObserver;
    /** Milliseconds since the epoch. Default: the clock's. */
    now?: () => number;
  }): MonitoringSync {
    return new MonitoringSync(options);
  }

  private constructor(options: Parameters<typeof MonitoringSync.create>[0]) {
    this.#clients = options.clients;
    this.#knex = options.knex;
    this.#reads = options.reads;
    this.#namespace = options.namespace;
    this.#observer = options.observer;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Reads a place. Nothing changes unless all lists were read to their ends:
   * a node that is not in half a list may be in the other.
   *
   * @returns what went wrong, if anything did
   * @throws what the signal carries when it is aborted
   */
  async run(
    target: TargetKey,
    signal: AbortSignal,
  ): Promise<SyncProblem | undefined> {
    await this.#reads.begin(target, 'metrics', this.#now());
    let problem: SyncProblem | undefined;
    try {
      const nodes = await nodesOfPlace(this.#knex, target);
      const matcher = NodeMatcher.create(nodes);
      const found = await restartExpired(() =>
        this.#list(target, matcher, signal),
      );
      signal.throwIfAborted();
      await this.#keep(target, found);
      await this.#forget(
        target,
        nodes.map(({ nodeId }) => nodeId),
      );
    } catch (error) {
      signal.throwIfAborted();
      problem = toSyncProblem(error, 'cloudwatch:ListMetrics');
    }
    await this.#reads.finish(target, 'metrics', problem, this.#now());
    return problem;
  }

  /** Places with nodes that nobody has looked for yet. */
  async urgent(): Promise<TargetKey[]> {
    return this.#knex('nodes')
      .where({ monitoring: 'unknown' })
      .whereRaw("nodes.status <> 'left'")
      .distinct('account', 'region');
  }

  async #list(
    target: TargetKey,
    matcher: NodeMatcher,
    signal: AbortSignal,
  ): Promise<Map<string, ComparedMetrics>> {
    const { cloudwatch } = await this.#clients.forTarget(target, 'monitoring');
    const meter = CallMeter.create({ observer: this.#observer });
    const found = new Map<string, ComparedMetrics>();
    for (const MetricName of SIGNALS) {
      const pages = pagesOf(
        NextToken =>
          cloudwatch.send(
            meter.watch(
              new ListMetricsCommand({
                Namespace: this.#namespace,
                MetricName,
                RecentlyActive: 'PT3H',
                NextToken,
              }),
            ),
            { abortSignal: signal },
          ),
        page => page.NextToken,
      );
      for await (const { Metrics = [] } of pages) {
        for (const source of Metrics.map(toSource)) {
          const nodeId = matcher.match(source.dimensions);
          if (nodeId !== undefined) {
            found.set(nodeId, withMetric(found.get(nodeId) ?? {}, source));
          }
        }
      }
    }
    return found;
  }

  async #keep(
    { account, region }: TargetKey,
    found: ReadonlyMap<string, ComparedMetrics>,
  ): Promise<void> {
    const now = this.#now();
    const place = { account, region };
    const known = new Map(
      (
        (await this.#knex('node_metrics')
          .where(place)
          .select('node_id', 'reported_at', 'metrics')) as NodeMetricsRow[]
      ).map(row => [row.node_id, row]),
    );
    const changed = [...found].flatMap(([nodeId, compared]) => {
      const metrics = JSON.stringify(compared);
      const row = known.get(nodeId);
      return row?.metrics === metrics && row.reported_at === null
        ? []
        : { ...place, node_id: nodeId, metrics, reported_at: null };
    });
    for (const rows of chunks(changed)) {
      await this.#knex('node_metrics')
        .insert(rows)
        .onConflict(['account', 'region', 'node_id'])
        .merge();
    }
    const silent = [...known.values()]
      .filter(row => row.reported_at === null && !found.has(row.node_id))
      .map(row => row.node_id);
    for (const ids of chunks(silent)) {
      await this.#knex('node_metrics')
        .where(place)
        .whereIn('node_id', ids)
        .update({ reported_at: now });
    }
    await this.#mark(place, state => {
      if (found.has(state)) {
        return 'monitored';
      }
      return known.has(state) ? 'silent' : 'unmonitored';
    });
  }

  /** Forgets what nodes reported that are none any more. */
  async #forget(
    { account, region }: TargetKey,
    nodeIds: readonly string[],
  ): Promise<void> {
    const there = new Set(nodeIds);
    const known: string[] = await this.#knex('node_metrics')
      .where({ account, region })
      .pluck('node_id');
    for (const ids of chunks(known.filter(nodeId => !there.has(nodeId)))) {
      await this.#knex('node_metrics')
        .where({ account, region })
        .whereIn('node_id', ids)
        .delete();
    }
  }

  /** Writes the state of each node where it is another. */
  async #mark(
    place: TargetKey,
    stateOf: (nodeId: string) => MonitoringState,
  ): Promise<void> {
    const rows: Array<{ id: number; node_id: string; monitoring: string }> =
      await this.#knex('nodes')
        .where(place)
        .whereRaw("nodes.status <> 'left'")
        .select('id', 'node_id', 'monitoring');
    const changes = new Map<MonitoringState, number[]>();
    for (const { id, node_id: nodeId, monitoring } of rows) {
      const state = stateOf(nodeId);
      if (state !== monitoring) {
        changes.set(state, [...(changes.get(state) ?? []), id]);
      }
    }
    for (const [monitoring, all] of changes) {
      for (const ids of chunks(all)) {
        await this.#knex('nodes').whereIn('id', ids).update({ monitoring });
      }
    }
  }
}

/** The metrics of a node with one more, if it is one that nodes are compared by. */
function withMetric(
  known: ComparedMetrics,
  source: MetricSource,
): ComparedMetrics {
  const rule = ruleOf(source);
  if (!rule) {
    return known;
  }
  const kind = rule.kind as GroupMetricKind;
  const before = known[kind];
  const label = labelOf(source, rule);
  const better = !before || (label !== null && SYSTEM_VOLUME.test(label));
  return better ? { ...known, [kind]: source } : known;
}
