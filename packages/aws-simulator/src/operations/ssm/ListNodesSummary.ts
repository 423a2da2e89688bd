import {
  ListNodesSummary$,
  ListNodesSummaryRequest,
  ListNodesSummaryResult,
  NodeAggregator,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { attributeOf, consoleNodes, consolePredicate } from './unifiedConsole';

const ATTRIBUTES = [
  'AgentVersion',
  'AvailabilityZone',
  'PlatformName',
  'PlatformType',
  'PlatformVersion',
  'Region',
  'ResourceType',
  'SourceType',
];
const DEFAULT_PAGE = 50;
/** Rows hold at most three entries, and one is the count. */
const MAX_ATTRIBUTES = 2;

function attributesOf(aggregators: readonly NodeAggregator[]): string[] {
  constraints.length('aggregators', aggregators, 1, 2);
  return aggregators.flatMap(aggregator => {
    constraints.oneOf('aggregatorType', aggregator.AggregatorType, ['Count']);
    constraints.oneOf('typeName', aggregator.TypeName, ['Instance']);
    constraints.oneOf('attributeName', aggregator.AttributeName, ATTRIBUTES);
    return [
      aggregator.AttributeName ?? '',
      ...(aggregator.Aggregators?.length
        ? attributesOf(aggregator.Aggregators)
        : []),
    ];
  });
}

/** Counts are text, as everything in a row. */
export const ListNodesSummary: Operation<
  ListNodesSummaryRequest,
  ListNodesSummaryResult
> = {
  schema: ListNodesSummary$,
  action: 'ssm:ListNodesSummary',
  handle(input, context) {
    constraints.range('maxResults', input.MaxResults, 1, 50);
    const attributes = attributesOf(input.Aggregators ?? []);
    if (attributes.length > MAX_ATTRIBUTES) {
      throw new AwsError(
        'InvalidAggregatorException',
        `At most ${MAX_ATTRIBUTES} attributes can be aggregated by.`,
      );
    }
    const include = consolePredicate(input.Filters, context);
    const counts = new Map<string, number>();
    for (const node of consoleNodes(input.SyncName, context)) {
      if (include(node)) {
        const key = JSON.stringify(
          attributes.map(name => [name, attributeOf(node, name, context)]),
        );
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    const rows = [...counts].map(
      ([key, count]): Record<string, string> => ({
        Count: String(count),
        ...Object.fromEntries(JSON.parse(key)),
      }),
    );
    const page = context.pager.pageOf(rows, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: [input.SyncName, input.Filters, attributes],
    });
    return { Summary: page.items, NextToken: page.nextToken };
  },
};
