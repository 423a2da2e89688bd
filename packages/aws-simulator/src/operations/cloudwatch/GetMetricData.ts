import {
  GetMetricData$,
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { Series } from '../../metrics/math';
import { Queries } from '../../metrics/queries';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { constraints, linkedAccounts } from './access';

const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;
const MOST_SEARCHES = 100;
const ID = /^[a-z][a-zA-Z0-9_]{0,254}$/;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface AnsweredSeries extends Series {
  readonly id: string;
}

function invalid(why: string): AwsError {
  return new AwsError('ValidationError', why);
}

function checkQuery(query: MetricDataQuery): void {
  const { Id = '', MetricStat, Expression } = query;
  if (!ID.test(Id)) {
    throw invalid(`The Id ${Id} must begin with a lower case letter.`);
  }
  if ((MetricStat === undefined) === (Expression === undefined)) {
    throw invalid(`${Id} needs either MetricStat or Expression.`);
  }
  constraints.length('expression', Expression, 1, 2048);
  constraints.length('dimensions', MetricStat?.Metric?.Dimensions, 0, 30);
}

function check(input: GetMetricDataInput): void {
  const { MetricDataQueries = [], StartTime, EndTime, MaxDatapoints } = input;
  constraints.length('metricDataQueries', MetricDataQueries, 1, MOST_QUERIES);
  constraints.range('maxDatapoints', MaxDatapoints, 1, MOST_POINTS);
  if (Number(StartTime) >= Number(EndTime)) {
    throw invalid('The parameter StartTime must be less than EndTime.');
  }
  MetricDataQueries.forEach(checkQuery);
  const ids = MetricDataQueries.map(({ Id }) => Id);
  if (new Set(ids).size !== ids.length) {
    throw invalid('The values for Id must be unique.');
  }
  const searches = MetricDataQueries.filter(({ Expression }) =>
    Expression?.includes('SEARCH('),
  );
  if (searches.length > MOST_SEARCHES) {
    throw invalid(`At most ${MOST_SEARCHES} SEARCH expressions are allowed.`);
  }
  if (!MetricDataQueries.some(({ ReturnData }) => ReturnData ?? true)) {
    throw invalid('At least one query must return data.');
  }
}

/** The start is moved back to where old data may begin. */
function roundedStart(start: number, now: number): number {
  const age = now - start;
  let unit = MINUTE;
  if (age > 63 * DAY) {
    unit = 60 * MINUTE;
  } else if (age > 15 * DAY) {
    unit = 5 * MINUTE;
  }
  return Math.floor(start / unit) * unit;
}

function answers(
  input: GetMetricDataInput,
  context: RequestContext,
): AnsweredSeries[] {
  const { MetricDataQueries: queries = [], StartTime, EndTime } = input;
  const { metrics, account, region, now } = context;
  const answer = Queries.create(queries, {
    metrics,
    account,
    region,
    now,
    linked: linkedAccounts(context),
    from: roundedStart(Number(StartTime), now),
    to: Number(EndTime),
  });
  return queries
    .filter(({ ReturnData }) => ReturnData ?? true)
    .flatMap(({ Id: id = '' }) =>
      answer.answer(id).map(series => ({ ...series, id })),
    );
}

/** One data point, or that a series has none. */
type Point = readonly [series: number, point: number | undefined];

function pointsOf(all: readonly AnsweredSeries[], ascending: boolean): Point[] {
  return all.flatMap(({ timestamps }, index): Point[] => {
    if (!timestamps.length) {
      return [[index, undefined]];
    }
    const points = timestamps.map((_, point): Point => [index, point]);
    return ascending ? points : points.reverse();
  });
}

function toResults(
  all: readonly AnsweredSeries[],
  points: readonly Point[],
): MetricDataResult[] {
  const shown = new Map<number, number[]>();
  for (const [index, point] of points) {
    const so = shown.get(index) ?? [];
    shown.set(index, so);
    if (point !== undefined) {
      so.push(point);
    }
  }
  return [...shown].map(([index, of]): MetricDataResult => {
    const { id, label, timestamps, values } = all[index];
    return {
      Id: id,
      Label: label,
      Timestamps: of.map(point => new Date(timestamps[point])),
      Values: of.map(point => values[point]),
      StatusCode: of.length < timestamps.length ? 'PartialData' : 'Complete',
    };
  });
}

/** For a monitoring account, metrics of other accounts by `AccountId`, too. */
export const GetMetricData: Operation<GetMetricDataInput, GetMetricDataOutput> =
  {
    schema: GetMetricData$,
    action: 'cloudwatch:GetMetricData',
    handle(input, context) {
      check(input);
      const all = answers(input, context);
      const page = context.pager.pageOf(
        pointsOf(all, input.ScanBy === 'TimestampAscending'),
        {
          token: input.NextToken,
          size: input.MaxDatapoints ?? MOST_POINTS,
          filters: [
            input.MetricDataQueries,
            Number(input.StartTime),
            Number(input.EndTime),
          ],
        },
      );
      return {
        MetricDataResults: toResults(all, page.items),
        NextToken: page.nextToken,
        Messages: [],
      };
    },
  };
