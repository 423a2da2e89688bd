import { ListMetricsCommand, Metric } from '@aws-sdk/client-cloudwatch';
import {
  ManagedNode,
  MetricLookup,
  MetricSource,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { pagesOf, restartExpired } from '../aws/paging';
import { hostsOf, namesakes } from './hosts';

const REMEMBERED_NODES = 5_000;
const MEMORY_MS = 600_000;
/** Nothing found is asked again sooner: somebody may be installing the agent. */
const SHORT_MEMORY_MS = 30_000;
/** More than any machine reports; what is beyond is not looked at. */
const MOST_METRICS = 5_000;

/** The metrics of a node's CloudWatch agent, and how they were looked for. */
export interface FoundMetrics {
  readonly sources: MetricSource[];
  readonly lookups: MetricLookup[];
}

/** A metric as the API names it. */
export function toSource({
  Namespace = '',
  MetricName = '',
  Dimensions = [],
}: Metric): MetricSource {
  return {
    namespace: Namespace,
    metricName: MetricName,
    dimensions: Dimensions.map(({ Name = '', Value = '' }) => ({
      name: Name,
      value: Value,
    })),
  };
}

/**
 * Finds what the CloudWatch agent of a node reports. It says the instance or
 * the node's id where its configuration gives it, and the host's name
 * otherwise. A name that several nodes of the place have tells
 * none of them.
 */
export class MetricFinder {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #knex: Knex;
  readonly #namespace: string;
  readonly #observer: CallObserver | undefined;
  readonly #remembered = new LRUCache<string, FoundMetrics>({
    max: REMEMBERED_NODES,
  });

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    knex: Knex;
    /** The agent's namespace. */
    namespace: string;
    observer?: CallObserver;
  }): MetricFinder {
    return new MetricFinder(options);
  }

  private constructor(options: Parameters<typeof MetricFinder.create>[0]) {
    this.#clients = options.clients;
    this.#knex = options.knex;
    this.#namespace = options.namespace;
    this.#observer = options.observer;
  }

  /** @throws what AWS says when it refuses, or what the signal carries */
  async find(node: ManagedNode, signal: AbortSignal): Promise<FoundMetrics> {
    const key = `${node.account}/${node.region}/${node.nodeId}`;
    const known = this.#remembered.get(key);
    if (known) {
      return known;
    }
    const found = await this.#find(node, signal);
    this.#remembered.set(key, found, {
      ttl: found.sources.length ? MEMORY_MS : SHORT_MEMORY_MS,
    });
    return found;
  }

  async #find(node: ManagedNode, signal: AbortSignal): Promise<FoundMetrics> {
    const lookups: MetricLookup[] = [];
    const look = async (dimension: string, value: string) => {
      const sources = await restartExpired(() =>
        this.#list(node, { dimension, value }, signal),
      );
      lookups.push({
        namespace: this.#namespace,
        dimension,
        value,
        found: sources.length,
        skipped: null,
      });
      return sources;
    };
    let sources = await look('InstanceId', node.nodeId);
    for (const host of hostsOf(node.computerName)) {
      if (!sources.length) {
        const others = await namesakes(this.#knex, node, host);
        if (others.length) {
          lookups.push({
            namespace: this.#namespace,
            dimension: 'host',
            value: host,
            found: null,
            skipped: `${others.length} other node${
              others.length > 1 ? 's' : ''
            } of this account and Region have the same name, and their metrics would be mixed`,
          });
        } else {
          // Whatever says which node it is of, is of that one.
          sources = (await look('host', host)).filter(({ dimensions }) =>
            dimensions.every(
              ({ name, value }) =>
                name !== 'InstanceId' || value === node.nodeId,
            ),
          );
        }
      }
    }
    return { sources, lookups };
  }

  async #list(
    node: ManagedNode,
    { dimension, value }: { dimension: string; value: string },
    signal: AbortSignal,
  ): Promise<MetricSource[]> {
    const { cloudwatch } = await this.#clients.forTarget(node, 'interactive');
    const meter = CallMeter.create({ observer: this.#observer });
    const pages = pagesOf(
      NextToken =>
        cloudwatch.send(
          meter.watch(
            new ListMetricsCommand({
              Namespace: this.#namespace,
              Dimensions: [{ Name: dimension, Value: value }],
              NextToken,
            }),
          ),
          { abortSignal: signal },
        ),
      page => page.NextToken,
    );
    const sources: MetricSource[] = [];
    for await (const { Metrics = [] } of pages) {
      sources.push(...Metrics.map(toSource));
      if (sources.length >= MOST_METRICS) {
        break;
      }
    }
    return sources;
  }
}
