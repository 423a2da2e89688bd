import {
  DimensionFilter,
  ListMetrics$,
  ListMetricsInput,
  ListMetricsOutput,
} from '@aws-sdk/client-cloudwatch';
import { ListedMetric } from '../../metrics/Metrics';
import { Metric } from '../../metrics/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { constraints, linkedAccounts } from './access';

const PAGE = 500;
const MINUTE = 60_000;
const RECENT = 3 * 60;
const TWO_WEEKS = 14 * 24 * 60;

function hasDimensions(
  { dimensions }: Metric,
  filters: readonly DimensionFilter[],
): boolean {
  return filters.every(({ Name, Value }) =>
    dimensions.some(
      each =>
        each.Name === Name && (Value === undefined || each.Value === Value),
    ),
  );
}

/** Accounts to list, in order. */
function accountsOf(
  { IncludeLinkedAccounts, OwningAccount }: ListMetricsInput,
  context: RequestContext,
): string[] {
  const { account } = context;
  const known = [account, ...linkedAccounts(context)];
  if (OwningAccount !== undefined && !IncludeLinkedAccounts) {
    throw new AwsError(
      'InvalidParameterCombinationException',
      'OwningAccount can only be used with IncludeLinkedAccounts.',
    );
  }
  if (!IncludeLinkedAccounts) {
    return [account];
  }
  return OwningAccount === undefined
    ? known
    : known.filter(each => each === OwningAccount);
}

/** Room for the positions of one account. */
const ROOM = 2 ** 44;

function* metricsOf(
  accounts: readonly string[],
  { metrics, region }: RequestContext,
  position: number,
): Generator<ListedMetric> {
  const first = Math.floor(position / ROOM);
  for (let index = first; index < accounts.length; index++) {
    const from = index === first ? position - first * ROOM : 0;
    for (const each of metrics.list(accounts[index], region, from)) {
      yield { ...each, position: index * ROOM + each.position };
    }
  }
}

/** Metrics that had data in the last two weeks, or in the last three hours. */
export const ListMetrics: Operation<ListMetricsInput, ListMetricsOutput> = {
  schema: ListMetrics$,
  action: 'cloudwatch:ListMetrics',
  handle(input, context) {
    const { Namespace, MetricName, Dimensions = [], RecentlyActive } = input;
    constraints.length('namespace', Namespace, 1, 255);
    constraints.length('metricName', MetricName, 1, 255);
    constraints.length('dimensions', Dimensions, 0, 10);
    const accounts = accountsOf(input, context);
    const until = Math.floor(context.now / MINUTE) - 1;
    const since = until - (RecentlyActive ? RECENT : TWO_WEEKS);
    const page = context.pager.page<ListedMetric, Metric>({
      token: input.NextToken,
      size: PAGE,
      filters: [Namespace, MetricName, Dimensions, RecentlyActive, accounts],
      from: position => metricsOf(accounts, context, position),
      positionOf: ({ position }) => position,
      include: ({ metric }) =>
        (Namespace === undefined || metric.namespace === Namespace) &&
        (MetricName === undefined || metric.name === MetricName) &&
        hasDimensions(metric, Dimensions) &&
        metric.isActive(since, until),
      view: ({ metric }) => metric,
    });
    return {
      Metrics: page.items.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: [...dimensions],
      })),
      ...(input.IncludeLinkedAccounts && {
        OwningAccounts: page.items.map(({ account }) => account),
      }),
      NextToken: page.nextToken,
    };
  },
};
