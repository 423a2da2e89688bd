import {
  StartQuery$,
  StartQueryRequest,
  StartQueryResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { createdAt, LogGroup, RETENTION } from '../../logs/groups';
import { MOST_ROWS, parseQuery } from '../../logs/insights/parser';
import { QueryError, Span } from '../../logs/insights/QueryError';
import { Command } from '../../logs/insights/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import {
  checkIdentifier,
  checkName,
  groupBy,
  invalid,
  policyArn,
} from './groupOf';
import { constraints } from './limits';

const LONGEST_QUERY = 10_000;
const MOST_GROUPS = 50;
const DEFAULT_ROWS = 10_000;
const SECOND = 1000;

function malformed(message: string, { start, end }: Span): never {
  throw new AwsError('MalformedQueryException', message, 400, {
    queryCompileError: {
      message,
      location: { startCharOffset: start, endCharOffset: end },
    },
  });
}

function commandsOf({ queryString = '', limit }: StartQueryRequest): Command[] {
  try {
    const commands = parseQuery(queryString);
    const isLimited = commands.some(({ kind }) => kind === 'limit');
    const count = limit ?? (isLimited ? MOST_ROWS : DEFAULT_ROWS);
    return [...commands, { kind: 'limit', count }];
  } catch (error) {
    if (error instanceof QueryError) {
      return malformed(error.message, error.span);
    }
    throw error;
  }
}

/** How a request names its groups; AWS wants one way only. */
function identifiersOf(input: StartQueryRequest): readonly string[] {
  const { logGroupIdentifiers, logGroupName, logGroupNames } = input;
  const ways = [
    logGroupIdentifiers,
    logGroupName === undefined ? undefined : [logGroupName],
    logGroupNames,
  ].filter(way => way !== undefined);
  return ways.length === 1
    ? [...new Set(ways[0])]
    : invalid(
        'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers is required',
      );
}

function check(input: StartQueryRequest): void {
  const { logGroupIdentifiers, logGroupName, logGroupNames } = input;
  constraints.range('startTime', input.startTime, 0, Number.MAX_SAFE_INTEGER);
  constraints.range('endTime', input.endTime, 0, Number.MAX_SAFE_INTEGER);
  constraints.range('limit', input.limit, 1, MOST_ROWS);
  constraints.length('queryString', input.queryString, 0, LONGEST_QUERY);
  constraints.length('logGroupNames', logGroupNames, 1, MOST_GROUPS);
  constraints.length(
    'logGroupIdentifiers',
    logGroupIdentifiers,
    1,
    MOST_GROUPS,
  );
  checkName(logGroupName);
  logGroupNames?.forEach(name => checkName(name, 'logGroupNames'));
  logGroupIdentifiers?.forEach(each =>
    checkIdentifier(each, 'logGroupIdentifiers'),
  );
  if ((input.queryLanguage ?? 'CWLI') !== 'CWLI') {
    invalid(
      `Query language ${input.queryLanguage} is not simulated, only CWLI is`,
    );
  }
  if (Number(input.startTime) > Number(input.endTime)) {
    invalid('The start time of a query cannot be after its end time');
  }
}

function checkTime(
  groups: readonly LogGroup[],
  { queryString = '', endTime }: StartQueryRequest,
  { now }: RequestContext,
): void {
  const end = Number(endTime) * SECOND;
  if (
    groups.every(group => end < Math.max(createdAt(group), now - RETENTION))
  ) {
    malformed(
      `Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings`,
      { start: 0, end: queryString.length },
    );
  }
}

/** A query begins to work when somebody asks for its results. */
export const StartQuery: Operation<StartQueryRequest, StartQueryResponse> = {
  schema: StartQuery$,
  action: 'logs:StartQuery',
  resource: (input, context) =>
    policyArn(
      input.logGroupName ??
        input.logGroupNames?.[0] ??
        input.logGroupIdentifiers?.[0],
      context,
    ),
  resources: (input, context) =>
    [
      ...(input.logGroupName === undefined ? [] : [input.logGroupName]),
      ...(input.logGroupNames ?? []),
      ...(input.logGroupIdentifiers ?? []),
    ].map(each => policyArn(each, context)),
  handle(input, context) {
    check(input);
    const { account, region, now, logs } = context;
    const groups = new Map(
      identifiersOf(input)
        .map(each => groupBy(each, context))
        .map(group => [`${group.account}:${group.name}`, group] as const),
    );
    const commands = commandsOf(input);
    checkTime([...groups.values()], input, context);
    const query = logs.queries.start({
      account,
      region,
      commands,
      groups: [...groups.values()],
      from: Math.max(Number(input.startTime) * SECOND, now - RETENTION),
      to: Number(input.endTime) * SECOND,
      startedAt: now,
      speed: context.commands.settings.speed,
    });
    return { queryId: query.id };
  },
};
