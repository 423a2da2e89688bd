import { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../protocol/AwsError';
import { fillLabel } from './dynamicLabel';
import { evaluateMath, MathScope, Series } from './math';
import { Metrics } from './Metrics';
import { parseSearch } from './search';
import { isStatistic, statisticOf } from './statistics';
import { Metric, MetricDimension } from './types';

const MINUTE = 60_000;
const DAY = 24 * 60;
/** Minutes after which only every fifth, and only every sixtieth is kept. */
const FINE = 15 * DAY;
const MEDIUM = 63 * DAY;
const LIMIT_OF_SEARCH = 500;
const TWO_WEEKS = 14 * DAY;

/** Where and when queries are answered. */
export interface QueryScope {
  readonly metrics: Metrics;
  /** Account of whoever asks. */
  readonly account: string;
  readonly region: string;
  /** Accounts whose metrics may be asked for, too. */
  readonly linked: readonly string[];
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

function invalid(why: string): AwsError {
  return new AwsError('ValidationError', why);
}

function checkPeriod(seconds: number): number {
  if (![1, 5, 10, 20, 30].includes(seconds) && seconds % 60 !== 0) {
    throw invalid(
      `Period must be 1, 5, 10, 20, 30, or a multiple of 60: ${seconds}`,
    );
  }
  // Nothing is reported more often than every minute.
  return Math.max(1, seconds / 60);
}

/** Answers the queries of one request. */
export class Queries {
  readonly #scope: QueryScope;
  readonly #queries: readonly MetricDataQuery[];
  readonly #done = new Map<string, Series[]>();
  readonly #pending = new Set<string>();
  readonly #finders = new Map<
    string,
    (name: {
      namespace: string;
      name: string;
      dimensions: readonly MetricDimension[];
    }) => Metric[]
  >();

  static create(
    queries: readonly MetricDataQuery[],
    scope: QueryScope,
  ): Queries {
    return new Queries(queries, scope);
  }

  private constructor(queries: readonly MetricDataQuery[], scope: QueryScope) {
    this.#queries = queries;
    this.#scope = scope;
  }

  /** @throws AwsError ValidationError */
  answer(id: string): Series[] {
    const known = this.#done.get(id);
    if (known) {
      return known;
    }
    const query = this.#queries.find(each => each.Id === id);
    if (!query) {
      throw invalid(`There is no query ${id}`);
    }
    if (this.#pending.has(id)) {
      throw invalid(`The expression ${id} refers to itself`);
    }
    this.#pending.add(id);
    const series = query.MetricStat
      ? [this.#metric(query)]
      : this.#expression(query);
    this.#done.set(id, series);
    return series;
  }

  #accountOf({ AccountId }: MetricDataQuery): string {
    const { account, linked } = this.#scope;
    if (AccountId && AccountId !== account && !linked.includes(AccountId)) {
      throw invalid(`The account ${AccountId} is not linked to ${account}`);
    }
    return AccountId ?? account;
  }

  #find(account: string) {
    const { metrics, region } = this.#scope;
    const finder =
      this.#finders.get(account) ?? metrics.finder(account, region);
    this.#finders.set(account, finder);
    return finder;
  }

  /** What is left of a range: older data is kept coarser. */
  #points(metrics: readonly Metric[], stat: string, period: number) {
    const { from, to, now } = this.#scope;
    const oldest = Math.floor(now / MINUTE);
    let kept = -Infinity;
    if (period % 60 !== 0) {
      kept = oldest - (period % 5 === 0 ? MEDIUM : FINE);
    }
    return statisticOf(metrics, stat, {
      from: Math.max(Math.floor(from / MINUTE), kept),
      // The minute that runs is not reported yet.
      to: Math.min(Math.ceil(to / MINUTE), oldest),
      period,
    });
  }

  #series(
    metrics: readonly Metric[],
    query: { label: string | undefined; stat: string; period: number },
  ): Omit<Series, 'label'> & { label: string | undefined } {
    const { stat, period, label } = query;
    if (!isStatistic(stat)) {
      throw invalid(`The statistic ${stat} is not valid`);
    }
    const [metric] = metrics;
    return {
      ...this.#points(metrics, stat, checkPeriod(period)),
      label:
        label && metric
          ? fillLabel(label, metric, {
              stat,
              period,
              region: this.#scope.region,
            })
          : label,
    };
  }

  #metric(query: MetricDataQuery): Series {
    const {
      Metric: { Namespace = '', MetricName = '', Dimensions = [] } = {},
      Stat = '',
      Period = 0,
      Unit,
    } = query.MetricStat ?? {};
    const found = this.#find(this.#accountOf(query))({
      namespace: Namespace,
      name: MetricName,
      dimensions: Dimensions.map(({ Name = '', Value = '' }) => ({
        Name,
        Value,
      })),
    }).filter(({ unit }) => Unit === undefined || unit === Unit);
    const series = this.#series(found, {
      label: query.Label,
      stat: Stat,
      period: Period,
    });
    return { ...series, label: series.label ?? MetricName };
  }

  #search(query: MetricDataQuery) {
    return (text: string, stat: string, period: number): Series[] => {
      const filter = parseSearch(text);
      const { metrics, account, region, linked, now } = this.#scope;
      const until = Math.floor(now / MINUTE);
      const found: Metric[] = [];
      for (const each of [account, ...linked]) {
        for (const { metric } of metrics.list(each, region, 0)) {
          if (filter(metric) && metric.isActive(until - TWO_WEEKS, until)) {
            found.push(metric);
          }
          if (found.length === LIMIT_OF_SEARCH) {
            break;
          }
        }
      }
      return found.map(metric => {
        const series = this.#series([metric], {
          label: query.Label,
          stat,
          period,
        });
        const values = metric.dimensions.map(({ Value }) => Value).join(' ');
        return { ...series, label: series.label ?? `${values} ${metric.name}` };
      });
    };
  }

  #expression(query: MetricDataQuery): Series[] {
    const scope: MathScope = {
      series: id => this.answer(id),
      metrics: part =>
        this.#queries
          .filter(({ Id = '', MetricStat }) => MetricStat && Id.includes(part))
          .flatMap(({ Id = '' }) => this.answer(Id)),
      search: this.#search(query),
    };
    const value = evaluateMath(query.Expression ?? '', scope);
    if (typeof value === 'number') {
      throw invalid('An expression must make series');
    }
    return value.map(each => ({
      ...each,
      label:
        value.length === 1 && query.Label !== undefined
          ? query.Label
          : each.label,
    }));
  }
}
