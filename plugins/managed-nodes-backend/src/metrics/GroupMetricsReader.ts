import {
  GroupMetricKind,
  GroupMetrics,
  MetricNode,
  MetricSource,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { applyFilter, ResolvedFilter, Visibility } from '../nodes/filters';
import { MetricReader, MetricRequest } from './MetricReader';
import type { ComparedMetrics } from './MonitoringSync';
import { converted } from './NodeMetricsReader';
import { EC2_PERIOD, ec2Source, ruleOf, SourceRule } from './sources';
import {
  earlier,
  spread,
  Timeline,
  timelineOf,
  TimeQuery,
  toTimestamp,
  WEEK,
} from './timeline';

/** Nodes that one answer is about at the most: what one call asks for. */
const MOST_NODES = 500;
const WORST = 5;

interface AskedNode {
  readonly name: string;
  readonly title: string;
  readonly request: MetricRequest;
  readonly rule: SourceRule;
}

interface Row {
  name: string;
  title: string;
  node_id: string;
  account: string;
  region: string;
  resource_type: string;
  metrics: string | null;
}

type Values = Array<number | null>;

/** One number for each period, from what all nodes have there. */
function combine(
  all: readonly Values[],
  length: number,
  of: (values: number[]) => number,
): Values {
  return Array.from({ length }, (_, i) => {
    const values = all.flatMap(each => each[i] ?? []);
    return values.length ? of(values) : null;
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const highest = (values: readonly number[]) =>
  values.reduce((a, b) => Math.max(a, b), -Infinity);
const lowest = (values: readonly number[]) =>
  values.reduce((a, b) => Math.min(a, b), Infinity);

/** What charts show of many nodes at once. */
export class GroupMetricsReader {
  readonly #knex: Knex;
  readonly #reader: Pick<MetricReader, 'read'>;

  static create(options: {
    knex: Knex;
    reader: Pick<MetricReader, 'read'>;
  }): GroupMetricsReader {
    return new GroupMetricsReader(options);
  }

  private constructor(
    options: Parameters<typeof GroupMetricsReader.create>[0],
  ) {
    this.#knex = options.knex;
    this.#reader = options.reader;
  }

  /**
   * Reads one kind of metric of the nodes of a filter that the caller may
   * see: of those that are known to report it, 500 at the most.
   *
   * @param now - milliseconds since the epoch
   */
  async read(
    query: TimeQuery & { kind: GroupMetricKind },
    {
      filter,
      visibility,
      signal,
      now,
    }: {
      filter: ResolvedFilter;
      visibility: Visibility;
      signal: AbortSignal;
      now: number;
    },
  ): Promise<GroupMetrics> {
    const { nodes, asked } = await this.#nodes(query.kind, filter, visibility);
    const slow = asked.some(({ request }) => isOfEc2(request.source));
    const timeline = timelineOf(query, now, slow ? EC2_PERIOD : undefined);
    const { values, problems } = await this.#values(asked, timeline, signal);
    const before = query.compare
      ? await this.#values(asked, earlier(timeline, WEEK), signal)
      : undefined;
    const length = (timeline.end - timeline.start) / timeline.period;
    const compared = asked.flatMap(({ name, title }, i): MetricNode[] => {
      const known = values[i].flatMap(value => value ?? []);
      return known.length
        ? [
            {
              name,
              title,
              average: mean(known),
              maximum: highest(known),
              values: values[i],
            },
          ]
        : [];
    });
    return {
      kind: query.kind,
      from: toTimestamp(timeline.start),
      to: toTimestamp(timeline.end),
      start: toTimestamp(timeline.start),
      periodSeconds: timeline.period,
      nodes,
      asked: asked.length,
      reporting: compared.length,
      minimum: combine(values, length, lowest),
      average: combine(values, length, mean),
      maximum: combine(values, length, highest),
      weekBefore: before ? combine(before.values, length, mean) : null,
      worst: compared
        .sort((a, b) => b.average - a.average || (a.name < b.name ? -1 : 1))
        .slice(0, WORST),
      problems: [
        ...new Map(
          [...problems, ...(before?.problems ?? [])].map(each => [
            JSON.stringify(each),
            each,
          ]),
        ).values(),
      ],
    };
  }

  async #nodes(
    kind: GroupMetricKind,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<{ nodes: number; asked: AskedNode[] }> {
    const counted = this.#knex('nodes');
    applyFilter(this.#knex, counted, filter, visibility);
    const [{ count }] = await counted.count({ count: '*' });
    const query = this.#knex('nodes').leftJoin('node_metrics', join =>
      join
        .on('node_metrics.account', 'nodes.account')
        .andOn('node_metrics.region', 'nodes.region')
        .andOn('node_metrics.node_id', 'nodes.node_id'),
    );
    applyFilter(this.#knex, query, filter, visibility);
    query.where(known => {
      known.whereNotNull('node_metrics.node_id');
      if (kind === 'cpu') {
        // EC2 tells that of every instance.
        known.orWhere('nodes.resource_type', 'ec2');
      }
    });
    const rows: Row[] = await query
      .orderBy('nodes.sort_title')
      .orderBy('nodes.id')
      .limit(MOST_NODES)
      .select(
        'nodes.name',
        'nodes.title',
        'nodes.node_id',
        'nodes.account',
        'nodes.region',
        'nodes.resource_type',
        'node_metrics.metrics',
      );
    return {
      nodes: Number(count),
      asked: rows.flatMap(row => {
        const source = sourceFor(row, kind);
        const rule = source && ruleOf(source);
        return rule
          ? {
              name: row.name,
              title: row.title,
              rule,
              request: {
                place: { account: row.account, region: row.region },
                source,
                stat: rule.stat,
              },
            }
          : [];
      }),
    };
  }

  async #values(
    asked: readonly AskedNode[],
    timeline: Timeline,
    signal: AbortSignal,
  ) {
    const { points, problems } = await this.#reader.read(
      asked.map(({ request }) => request),
      timeline,
      signal,
    );
    return {
      values: asked.map(({ rule }, i) =>
        spread(timeline, converted(points[i], rule, timeline.period)),
      ),
      problems,
    };
  }
}

function isOfEc2({ namespace }: MetricSource): boolean {
  return namespace === ec2Source('', '').namespace;
}

function sourceFor(
  { metrics, node_id: nodeId, resource_type: type }: Row,
  kind: GroupMetricKind,
): MetricSource | undefined {
  const known: ComparedMetrics = metrics === null ? {} : JSON.parse(metrics);
  return (
    known[kind] ??
    (kind === 'cpu' && type === 'ec2'
      ? ec2Source('CPUUtilization', nodeId)
      : undefined)
  );
}
