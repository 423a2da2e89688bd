import {
  GetMetricDataCommand,
  GetMetricDataCommandInput,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import {
  MetricProblem,
  MetricSource,
} from '@managed-nodes/plugin-managed-nodes-common';
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { pagesOf, restartExpired } from '../aws/paging';
import { toSyncProblem } from '../aws/problems';
import { TargetKey } from '../nodes/types';
import { Timeline } from './timeline';

/** Queries per call, as CloudWatch takes them. */
const QUERIES = 500;
const CALLS_AT_ONCE = 8;
/** Data points that are remembered at the most, about 100 MB. */
const REMEMBERED_POINTS = 4_000_000;
const LONGEST_MEMORY_MS = 300_000;

/** A series that is asked for. */
export interface MetricRequest {
  readonly place: TargetKey;
  readonly source: MetricSource;
  readonly stat: string;
}

/** Values by the seconds since the epoch at which their periods begin. */
export type MetricPoints = ReadonlyMap<number, number>;

/** What was asked for, in the same order, as far as it could be read. */
export interface MetricAnswer {
  readonly points: MetricPoints[];
  readonly problems: MetricProblem[];
}

/** One series as CloudWatch gave it. */
interface Found {
  readonly points: Map<number, number>;
  /** Why CloudWatch would not tell. */
  refused?: string;
}

type Call = GetMetricDataCommandInput & {
  MetricDataQueries: NonNullable<
    GetMetricDataCommandInput['MetricDataQueries']
  >;
};

/** Requests that one call can ask for. */
interface Batch {
  /** Whose credentials, and where. */
  readonly via: TargetKey;
  readonly requests: MetricRequest[];
  readonly indexes: number[];
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}

/**
 * Reads series of many nodes with few calls of `GetMetricData`, and remembers
 * them for a period. What one place does not give, others still do.
 */
export class MetricReader {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #monitoringAccount: string | undefined;
  readonly #observer: CallObserver | undefined;
  readonly #remembered = new LRUCache<string, Found[]>({
    maxSize: REMEMBERED_POINTS,
    sizeCalculation: all =>
      all.reduce((sum, { points }) => sum + points.size, 1),
  });

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    /** An account that sees the metrics of all others, by Region. */
    monitoringAccount?: string;
    observer?: CallObserver;
  }): MetricReader {
    return new MetricReader(options);
  }

  private constructor(options: Parameters<typeof MetricReader.create>[0]) {
    this.#clients = options.clients;
    this.#monitoringAccount = options.monitoringAccount;
    this.#observer = options.observer;
  }

  /**
   * Reads all of them over the same time.
   *
   * @throws what the signal carries when it is aborted.
   */
  async read(
    requests: MetricRequest[],
    timeline: Timeline,
    signal: AbortSignal,
  ): Promise<MetricAnswer> {
    const points: MetricPoints[] = requests.map(() => new Map());
    const problems = new Map<string, MetricProblem>();
    const tell = (
      { account, region }: TargetKey,
      problem: Pick<MetricProblem, 'message' | 'missingIamAction'>,
    ) => {
      const { message, missingIamAction } = problem;
      problems.set(`${account}/${region}/${message}`, {
        account,
        region,
        message,
        missingIamAction,
      });
    };
    const limit = pLimit(CALLS_AT_ONCE);
    await Promise.all(
      this.#batches(requests).map(batch =>
        limit(async () => {
          try {
            const found = await this.#readBatch(batch, timeline, signal);
            batch.indexes.forEach((index, i) => {
              points[index] = found[i].points;
              const message = found[i].refused;
              if (message !== undefined) {
                tell(requests[index].place, {
                  message,
                  missingIamAction: null,
                });
              }
            });
          } catch (error) {
            signal.throwIfAborted();
            tell(batch.via, toSyncProblem(error, 'cloudwatch:GetMetricData'));
          }
        }),
      ),
    );
    return { points, problems: [...problems.values()] };
  }

  #batches(requests: MetricRequest[]): Batch[] {
    const batches = new Map<string, Batch[]>();
    requests.forEach((request, index) => {
      const { region, account } = request.place;
      const via = { account: this.#monitoringAccount ?? account, region };
      const key = `${via.account}/${region}`;
      const known = batches.get(key) ?? [];
      batches.set(key, known);
      let last = known.at(-1);
      if (!last || last.requests.length === QUERIES) {
        last = { via, requests: [], indexes: [] };
        known.push(last);
      }
      last.requests.push(request);
      last.indexes.push(index);
    });
    return [...batches.values()].flat();
  }

  async #readBatch(
    { via, requests }: Batch,
    timeline: Timeline,
    signal: AbortSignal,
  ): Promise<Found[]> {
    const call: Call = {
      StartTime: new Date(timeline.start * 1000),
      EndTime: new Date(timeline.end * 1000),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: requests.map(({ place, source, stat }, index) => ({
        Id: `q${index}`,
        MetricStat: {
          Metric: {
            Namespace: source.namespace,
            MetricName: source.metricName,
            Dimensions: source.dimensions.map(({ name, value }) => ({
              Name: name,
              Value: value,
            })),
          },
          Stat: stat,
          Period: timeline.period,
        },
        ...(place.account !== via.account && { AccountId: place.account }),
      })),
    };
    const key = digest([via, call]);
    const known = this.#remembered.get(key);
    if (known) {
      return known;
    }
    const found = await restartExpired(() => this.#send(via, call, signal));
    this.#remembered.set(key, found, {
      // Agents are late by minutes: what is missing may still come.
      ttl: Math.min(timeline.period * 1000, LONGEST_MEMORY_MS),
    });
    return found;
  }

  async #send(
    via: TargetKey,
    call: Call,
    signal: AbortSignal,
  ): Promise<Found[]> {
    const { cloudwatch } = await this.#clients.forTarget(via, 'interactive');
    const meter = CallMeter.create({ observer: this.#observer });
    const found = call.MetricDataQueries.map(
      (): Found => ({
        points: new Map(),
      }),
    );
    const pages = pagesOf(
      NextToken =>
        cloudwatch.send(
          meter.watch(new GetMetricDataCommand({ ...call, NextToken })),
          { abortSignal: signal },
        ),
      page => page.NextToken,
    );
    for await (const { MetricDataResults = [] } of pages) {
      for (const result of MetricDataResults) {
        collect(found[Number(result.Id?.slice(1))], result);
      }
    }
    return found;
  }
}

function collect(
  into: Found | undefined,
  { Timestamps = [], Values = [], StatusCode, Messages }: MetricDataResult,
): void {
  if (!into) {
    return;
  }
  if (StatusCode === 'Forbidden' || StatusCode === 'InternalError') {
    const why = Messages?.map(({ Value }) => Value).join(' ');
    into.refused = why || `CloudWatch does not tell a metric: ${StatusCode}`;
  }
  Timestamps.forEach((time, i) => {
    if (Number.isFinite(Values[i])) {
      into.points.set(Math.floor(time.getTime() / 1000), Values[i]);
    }
  });
}
