import {
  GetQueryResults$,
  GetQueryResultsRequest,
  GetQueryResultsResponse,
  QueryStatistics,
  ResultField,
} from '@aws-sdk/client-cloudwatch-logs';
import { Row } from '../../logs/insights/Row';
import { Query } from '../../logs/Query';
import { Operation } from '../../services/types';
import { policyArn } from './groupOf';
import { constraints } from './limits';
import { queryOf } from './queryOf';

const MOST_ITEMS = 10_000;

function toFields(row: Row, columns: readonly string[]): ResultField[] {
  const fields = columns.flatMap(field => {
    const value = row.get(field);
    return value === undefined ? [] : [{ field, value }];
  });
  const { pointer } = row;
  return pointer === undefined
    ? fields
    : [
        ...fields.filter(({ field }) => field !== '@ptr'),
        { field: '@ptr', value: pointer },
      ];
}

function statisticsOf(
  { figures, groups }: Query,
  rows: number,
): QueryStatistics {
  return {
    recordsMatched: figures.matched,
    recordsScanned: figures.scanned,
    bytesScanned: figures.bytes,
    estimatedRecordsSkipped: 0,
    estimatedBytesSkipped: 0,
    logGroupsScanned: groups,
    resultCount: rows,
  };
}

/** What was found so far; all pages of it once the query is over. */
export const GetQueryResults: Operation<
  GetQueryResultsRequest,
  GetQueryResultsResponse
> = {
  schema: GetQueryResults$,
  action: 'logs:GetQueryResults',
  resource: (_, context) => policyArn('', context),
  resources: () => ['*'],
  async handle({ queryId, nextToken, maxItems = MOST_ITEMS }, context) {
    constraints.range('maxItems', maxItems, 1, MOST_ITEMS);
    const query = queryOf(queryId, context);
    await query.advance(context.now);
    const rows = query.rows();
    const page = context.pager.pageOf(rows, {
      token: nextToken,
      size: maxItems,
      filters: queryId,
    });
    return {
      queryLanguage: 'CWLI',
      status: query.status(context.now),
      results: page.items.map(row => toFields(row, query.columns)),
      statistics: statisticsOf(query, rows.length),
      // What is still to come would change what stands on the next page.
      nextToken: query.isOver ? page.nextToken : undefined,
    };
  },
};
