import {
  FilteredLogEvent,
  FilterLogEvents$,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { SimulatedNode } from '../../fleet/types';
import { readFilterPattern } from '../../logs/filterPattern';
import { RETENTION } from '../../logs/groups';
import { LogEvent } from '../../logs/LogEvent';
import { Step, Timeline } from '../../logs/Timeline';
import { Operation } from '../../services/types';
import { EventBudget } from './eventBudget';
import { groupOf, invalid, requestedArn } from './groupOf';
import { constraints, MOST_EVENTS, STREAM_NAME } from './limits';

const MOST_STREAMS = 100;
/** Before this, events cannot be had with the newest first. */
const FIRST_BACKWARD = Date.UTC(2024, 0, 1);

type Direction = 'f' | 'b';

function check(input: FilterLogEventsRequest): void {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  constraints.range('limit', input.limit, 1, MOST_EVENTS);
  constraints.range('startTime', input.startTime, 0, Number.MAX_SAFE_INTEGER);
  constraints.range('endTime', input.endTime, 0, Number.MAX_SAFE_INTEGER);
  constraints.length('filterPattern', input.filterPattern, 0, 1024);
  constraints.length('logStreamNames', names, 1, MOST_STREAMS);
  for (const name of [
    ...(names ?? []),
    ...(prefix === undefined ? [] : [prefix]),
  ]) {
    constraints.length('logStreamName', name, 1, 512);
    constraints.pattern('logStreamName', name, STREAM_NAME);
  }
  if (names && prefix !== undefined) {
    invalid('Only one of logStreamNames and logStreamNamePrefix can be given');
  }
  if (
    input.startFromHead === false &&
    (input.startTime ?? 0) < FIRST_BACKWARD
  ) {
    invalid('startFromHead can be false from startTime 2024-01-01 on only');
  }
}

/** Tokens know their direction, whatever the request says. */
function directionOf({
  nextToken,
  startFromHead = true,
}: FilterLogEventsRequest): Direction {
  if (nextToken) {
    return nextToken.startsWith('b/') ? 'b' : 'f';
  }
  return startFromHead ? 'f' : 'b';
}

function toFilteredEvent(event: LogEvent): FilteredLogEvent {
  return {
    logStreamName: event.node.id,
    timestamp: event.at,
    message: event.message,
    ingestionTime: event.ingestedAt,
    eventId: event.id,
  };
}

function isWanted(
  { id }: SimulatedNode,
  { logStreamNames, logStreamNamePrefix = '' }: FilterLogEventsRequest,
): boolean {
  return logStreamNames
    ? logStreamNames.includes(id)
    : id.startsWith(logStreamNamePrefix);
}

/** Pages may be short or empty as long as there is a token. */
export const FilterLogEvents: Operation<
  FilterLogEventsRequest,
  FilterLogEventsResponse
> = {
  schema: FilterLogEvents$,
  action: 'logs:FilterLogEvents',
  resource: requestedArn,
  handle(input, context) {
    check(input);
    const { now } = context;
    const matches = readFilterPattern(input.filterPattern);
    const group = groupOf(input, context);
    const nodes = group.nodes.filter(node => isWanted(node, input));
    const timeline = Timeline.create(nodes, {
      from: Math.max(input.startTime ?? 0, now - RETENTION),
      to: input.endTime ?? now,
      now,
    });
    const direction = directionOf(input);
    const budget = EventBudget.create(nodes.length, matches);
    const { limit = MOST_EVENTS, nextToken, startFromHead, ...filters } = input;
    const page = context.pager.page<Step, FilteredLogEvent>({
      token: nextToken?.replace(/^[fb]\//, ''),
      size: limit,
      filters: [filters, direction],
      from: position =>
        direction === 'f'
          ? timeline.forward(position)
          : timeline.backward(position || Infinity),
      positionOf: step => step.position,
      isFull: step => budget.isSpent(step),
      include: ({ event }) => event !== undefined && matches(event.message),
      // Steps without an event are not included.
      view: ({ event }) => toFilteredEvent(event as LogEvent),
    });
    return {
      events: page.items,
      searchedLogStreams: [],
      nextToken: page.nextToken && `${direction}/${page.nextToken}`,
    };
  },
};
