import {
  ManagedNode,
  MetricProblem,
  MetricSeries,
  MetricSource,
  NodeMetrics,
} from '@managed-nodes/plugin-managed-nodes-common';
import { toSyncProblem } from '../aws/problems';
import { FoundMetrics, MetricFinder } from './MetricFinder';
import { MetricPoints, MetricReader, MetricRequest } from './MetricReader';
import {
  EC2_NAMESPACE,
  EC2_PERIOD,
  EC2_RULES,
  ec2Source,
  labelOf,
  ruleOf,
  SourceRule,
} from './sources';
import {
  earlier,
  spread,
  Timeline,
  timelineOf,
  TimeQuery,
  toTimestamp,
  WEEK,
} from './timeline';

/** Series of one kind that are shown at the most. */
const MOST_OF_A_KIND = 10;

interface Chosen {
  readonly source: MetricSource;
  readonly rule: SourceRule;
  readonly label: string | null;
}

const ORDER = [
  'cpu',
  'memory',
  'disk',
  'swap',
  'diskRead',
  'diskWrite',
  'networkIn',
  'networkOut',
  'statusCheck',
] as const;

function chosen(sources: readonly MetricSource[]): Chosen[] {
  return sources.flatMap(source => {
    const rule = ruleOf(source);
    return rule ? [{ source, rule, label: labelOf(source, rule) }] : [];
  });
}

/** One series for each thing that is measured: a node may report it in several ways. */
function choose(agent: readonly MetricSource[], node: ManagedNode): Chosen[] {
  const ec2 =
    node.resourceType === 'ec2'
      ? Object.keys(EC2_RULES).map(name => ec2Source(name, node.nodeId))
      : [];
  const all = [...chosen(agent), ...chosen(ec2)];
  return ORDER.flatMap(kind => {
    const ofKind = all.filter(({ rule }) => rule.kind === kind);
    // The agent's are finer than EC2's own, and a name is as good as another.
    const { namespace, metricName } = ofKind.at(0)?.source ?? {};
    return ofKind
      .filter(
        ({ source }) =>
          source.namespace === namespace && source.metricName === metricName,
      )
      .sort((a, b) => ((a.label ?? '') < (b.label ?? '') ? -1 : 1))
      .slice(0, MOST_OF_A_KIND);
  });
}

/** What charts show of a node. */
export class NodeMetricsReader {
  readonly #finder: Pick<MetricFinder, 'find'>;
  readonly #reader: Pick<MetricReader, 'read'>;

  static create(options: {
    finder: Pick<MetricFinder, 'find'>;
    reader: Pick<MetricReader, 'read'>;
  }): NodeMetricsReader {
    return new NodeMetricsReader(options);
  }

  private constructor(options: Parameters<typeof NodeMetricsReader.create>[0]) {
    this.#finder = options.finder;
    this.#reader = options.reader;
  }

  /**
   * Reads all that is known of a node over a time. Where it cannot be found
   * out what its agent reports, EC2's own metrics are still there.
   *
   * @param now - milliseconds since the epoch
   */
  async read(
    node: ManagedNode,
    query: TimeQuery,
    { signal, now }: { signal: AbortSignal; now: number },
  ): Promise<NodeMetrics> {
    const fine = timelineOf(query, now);
    const coarse = timelineOf(query, now, EC2_PERIOD);
    const { sources, lookups, problems } = await this.#find(node, signal);
    const all = choose(sources, node);
    const series: MetricSeries[] = [];
    const told = new Map(problems.map(each => [each.message, each]));
    const parts: Array<readonly [Timeline, Chosen[]]> = [
      [fine, all.filter(({ source }) => source.namespace !== EC2_NAMESPACE)],
      [coarse, all.filter(({ source }) => source.namespace === EC2_NAMESPACE)],
    ];
    for (const [timeline, some] of parts) {
      if (some.length) {
        const values = await this.#values(node, some, timeline, signal);
        const before = query.compare
          ? await this.#values(node, some, earlier(timeline, WEEK), signal)
          : undefined;
        for (const problem of [
          ...values.problems,
          ...(before?.problems ?? []),
        ]) {
          told.set(problem.message, problem);
        }
        some.forEach(({ source, rule, label }, i) =>
          series.push({
            kind: rule.kind,
            label,
            source,
            periodSeconds: timeline.period,
            start: toTimestamp(timeline.start),
            values: values.values[i],
            weekBefore: before?.values[i] ?? null,
          }),
        );
      }
    }
    return {
      from: toTimestamp(fine.start),
      to: toTimestamp(fine.end),
      series: series.sort(
        (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
      ),
      lookups,
      problems: [...told.values()],
    };
  }

  async #find(
    node: ManagedNode,
    signal: AbortSignal,
  ): Promise<FoundMetrics & { problems: MetricProblem[] }> {
    try {
      const found = await this.#finder.find(node, signal);
      return { ...found, problems: [] };
    } catch (error) {
      signal.throwIfAborted();
      const { message, missingIamAction } = toSyncProblem(
        error,
        'cloudwatch:ListMetrics',
      );
      const { account, region } = node;
      return {
        sources: [],
        lookups: [],
        problems: [{ account, region, message, missingIamAction }],
      };
    }
  }

  async #values(
    node: ManagedNode,
    some: readonly Chosen[],
    timeline: Timeline,
    signal: AbortSignal,
  ): Promise<{
    values: Array<Array<number | null>>;
    problems: MetricProblem[];
  }> {
    const requests = some.map(
      ({ source, rule }): MetricRequest => ({
        place: { account: node.account, region: node.region },
        source,
        stat: rule.stat,
      }),
    );
    const { points, problems } = await this.#reader.read(
      requests,
      timeline,
      signal,
    );
    return {
      values: some.map(({ rule }, i) =>
        spread(timeline, converted(points[i], rule, timeline.period)),
      ),
      problems,
    };
  }
}

/** What CloudWatch says, in our units. */
export function converted(
  points: MetricPoints,
  rule: Pick<SourceRule, 'convert'>,
  period: number,
): Map<number, number> {
  return new Map(
    [...points].map(([time, value]) => [time, rule.convert(value, period)]),
  );
}
