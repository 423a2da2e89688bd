import {
  DescribeLogStreams$,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  LogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { SimulatedNode } from '../../fleet/types';
import { groupArn, LogGroup } from '../../logs/groups';
import { firstEvent, lastEvent } from '../../logs/streams';
import { Operation, RequestContext } from '../../services/types';
import { groupOf, invalid, requestedArn } from './groupOf';
import { constraints, LARGEST_PAGE, STREAM_NAME } from './limits';

function toLogStream(
  node: SimulatedNode,
  group: LogGroup,
  now: number,
): LogStream {
  const last = lastEvent(node, now);
  return {
    logStreamName: node.id,
    creationTime: node.registeredAt,
    firstEventTimestamp: firstEvent(node, now)?.at,
    lastEventTimestamp: last?.at,
    lastIngestionTime: last?.ingestedAt,
    arn: `${groupArn(group)}:log-stream:${node.id}`,
    storedBytes: 0,
  };
}

function ordered(
  nodes: readonly SimulatedNode[],
  { orderBy, descending }: DescribeLogStreamsRequest,
  { now }: RequestContext,
): SimulatedNode[] {
  const sorted = nodes
    .map(node => ({
      node,
      last: orderBy === 'LastEventTime' ? lastEvent(node, now)?.at ?? 0 : 0,
    }))
    .sort((a, b) => a.last - b.last || (a.node.id < b.node.id ? -1 : 1))
    .map(({ node }) => node);
  return descending ? sorted.reverse() : sorted;
}

/** The streams of a group are its machines, also those that are gone. */
export const DescribeLogStreams: Operation<
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse
> = {
  schema: DescribeLogStreams$,
  action: 'logs:DescribeLogStreams',
  resource: requestedArn,
  handle(input, context) {
    const { limit = LARGEST_PAGE, nextToken: token, ...filters } = input;
    const prefix = input.logStreamNamePrefix;
    constraints.range('limit', limit, 1, LARGEST_PAGE);
    constraints.length('logStreamNamePrefix', prefix, 1, 512);
    constraints.pattern('logStreamNamePrefix', prefix, STREAM_NAME);
    constraints.oneOf('orderBy', input.orderBy, [
      'LogStreamName',
      'LastEventTime',
    ]);
    if (prefix !== undefined && input.orderBy === 'LastEventTime') {
      invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const group = groupOf(input, context);
    const nodes = group.nodes.filter(
      ({ id, registeredAt }) =>
        registeredAt <= context.now && id.startsWith(prefix ?? ''),
    );
    const page = context.pager.pageOf(ordered(nodes, input, context), {
      token,
      size: limit,
      filters,
    });
    return {
      logStreams: page.items.map(node => toLogStream(node, group, context.now)),
      nextToken: page.nextToken,
    };
  },
};
