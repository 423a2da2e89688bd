import {
  GetLogEvents$,
  GetLogEventsRequest,
  GetLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { RETENTION } from '../../logs/groups';
import { LogEvent } from '../../logs/LogEvent';
import { positionAt, Step, Timeline } from '../../logs/Timeline';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { EventBudget } from './eventBudget';
import { groupOf, invalid, policyArn } from './groupOf';
import { constraints, MOST_EVENTS, STREAM_NAME } from './limits';

const TOKEN = /^([fb])\/3(\d{55})\/s$/;
/** A page looks at a day at most, so that those of a quiet stream are empty. */
const MOST_BUCKETS = 8640;

interface Start {
  readonly isForward: boolean;
  /** The first place that is wanted, or the one after the last. */
  readonly position: number;
}

interface Found {
  /** In the order they were come across. */
  readonly steps: readonly Step[];
  /** Where it stopped; undefined when there was no more. */
  readonly next: number | undefined;
}

function token(direction: 'f' | 'b', position: number): string {
  return `${direction}/3${String(position).padStart(55, '0')}/s`;
}

function startOf(
  { nextToken, startFromHead }: GetLogEventsRequest,
  { from, to }: Timeline,
): Start {
  if (!nextToken) {
    return startFromHead
      ? { isForward: true, position: positionAt(from) }
      : { isForward: false, position: positionAt(Math.max(from, to + 1)) };
  }
  const [, direction, digits] = TOKEN.exec(nextToken) ?? [];
  return Number.isSafeInteger(Number(digits))
    ? { isForward: direction === 'f', position: Number(digits) }
    : invalid('The specified nextToken is invalid.');
}

function collect(steps: Iterable<Step>, limit: number): Found {
  const budget = EventBudget.create(1);
  const found: Step[] = [];
  let buckets = 0;
  for (const step of steps) {
    buckets += Number(!step.event);
    if (
      budget.isSpent(step) ||
      buckets > MOST_BUCKETS ||
      (step.event && found.length === limit)
    ) {
      return { steps: found, next: step.position };
    }
    if (step.event) {
      found.push(step);
    }
  }
  return { steps: found, next: undefined };
}

/**
 * Where to go on in both directions. At the end of the stream the token is the
 * one that was sent, also when something may be written behind it later.
 */
function tokensOf(
  { isForward, position }: Start,
  { steps, next }: Found,
): Pick<GetLogEventsResponse, 'nextForwardToken' | 'nextBackwardToken'> {
  const first = steps[0]?.position;
  const last = steps[steps.length - 1]?.position;
  if (isForward) {
    const after = next ?? (last === undefined ? position : last + 1);
    return {
      nextForwardToken: token('f', after),
      nextBackwardToken: token('b', first ?? position),
    };
  }
  const before = next === undefined ? last ?? position : next + 1;
  return {
    nextForwardToken: token('f', first === undefined ? position : first + 1),
    nextBackwardToken: token('b', before),
  };
}

function timelineOf(
  input: GetLogEventsRequest,
  context: RequestContext,
): Timeline {
  const { now } = context;
  const node = groupOf(input, context).nodes.find(
    ({ id, registeredAt }) => id === input.logStreamName && registeredAt <= now,
  );
  if (!node) {
    throw new AwsError(
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    );
  }
  return Timeline.create([node], {
    from: Math.max(input.startTime ?? 0, now - RETENTION),
    to: input.endTime === undefined ? now : input.endTime - 1,
    now,
  });
}

/** The newest events unless told otherwise, in order of time always. */
export const GetLogEvents: Operation<
  GetLogEventsRequest,
  GetLogEventsResponse
> = {
  schema: GetLogEvents$,
  action: 'logs:GetLogEvents',
  resource: ({ logGroupName, logGroupIdentifier, logStreamName }, context) =>
    policyArn(logGroupIdentifier ?? logGroupName, context, logStreamName),
  handle(input, context) {
    const { limit = MOST_EVENTS, logStreamName } = input;
    constraints.range('limit', limit, 1, MOST_EVENTS);
    constraints.range('startTime', input.startTime, 0, Number.MAX_SAFE_INTEGER);
    constraints.range('endTime', input.endTime, 0, Number.MAX_SAFE_INTEGER);
    constraints.length('logStreamName', logStreamName, 1, 512);
    constraints.pattern('logStreamName', logStreamName, STREAM_NAME);
    const timeline = timelineOf(input, context);
    const start = startOf(input, timeline);
    const found = collect(
      start.isForward
        ? timeline.forward(start.position)
        : timeline.backward(start.position - 1),
      limit,
    );
    const events = found.steps.map(({ event }) => event as LogEvent);
    return {
      events: (start.isForward ? events : events.reverse()).map(event => ({
        timestamp: event.at,
        message: event.message,
        ingestionTime: event.ingestedAt,
      })),
      ...tokensOf(start, found),
    };
  },
};
