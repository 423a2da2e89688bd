import { z } from 'zod';
import {
  EventBridgeEvent,
  UnreadableMessageError,
  whatIsWrong,
} from './envelope';

/** Node ids as Systems Manager gives them. */
const NODE_ID = /^(?:i-(?:[0-9a-f]{8}|[0-9a-f]{17})|mi-[0-9a-f]{17})$/;

const NODE_ARN =
  /^arn:[\w-]+:(?:ec2:[^:]*:[^:]*:instance|ssm:[^:]*:[^:]*:managed-instance)\/([^/]+)$/;

/** A command or an association has nothing to show for itself before it ended. */
const UNDER_WAY = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling']);

/** What an event says to look at. */
export interface Hint {
  nodeIds: string[];
  /**
   * Whether Systems Manager may know only later, as its agent has to start or
   * to fall silent first.
   */
  settles: boolean;
}

type Read = (event: EventBridgeEvent) => { ids: string[]; settles?: boolean };

function namedIn(resources: string[]): string[] {
  return resources.flatMap(arn => NODE_ARN.exec(arn)?.[1] ?? []);
}

function read<T>(
  schema: z.ZodType<T>,
  idsOf: (detail: T, event: EventBridgeEvent) => string[],
  settles = false,
): Read {
  return event => {
    const parsed = schema.safeParse(event.detail);
    if (!parsed.success) {
      throw new UnreadableMessageError(
        `${event['detail-type']}: ${whatIsWrong(parsed.error)}`,
      );
    }
    return { ids: idsOf(parsed.data, event), settles };
  };
}

const id = z.string();
const status = z.string();

const targetsSchema = z.array(
  z.object({ key: z.string(), values: z.array(z.string()) }),
);

/** The nodes that an association names itself; it may have tags instead. */
function targetIds(text: string | undefined): string[] {
  let targets: unknown;
  try {
    targets = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  const parsed = targetsSchema.safeParse(targets);
  return parsed.success
    ? parsed.data
        .filter(({ key }) => key.toLowerCase() === 'instanceids')
        .flatMap(({ values }) => values)
    : [];
}

const instanceState = read(
  z.object({ 'instance-id': id, state: z.string() }),
  detail => [detail['instance-id']],
  true,
);

const nodeStatus = read(z.object({ 'instance-id': id, status }), detail =>
  UNDER_WAY.has(detail.status) ? [] : [detail['instance-id']],
);

const commandStatus = read(z.object({ status }), (detail, event) =>
  UNDER_WAY.has(detail.status) ? [] : namedIn(event.resources),
);

// Its detail names no node; what it does to one makes events of its own.
const automation = read(z.object({ Status: status }), (_, event) =>
  namedIn(event.resources),
);

const association = read(
  z.object({ status, targets: z.string().optional() }),
  detail => (UNDER_WAY.has(detail.status) ? [] : targetIds(detail.targets)),
);

const compliance = read(
  z.object({ 'resource-type': z.string(), 'resource-id': id }),
  detail =>
    detail['resource-type'] === 'managed-instance'
      ? [detail['resource-id']]
      : [],
);

const tagChange = read(
  z.object({ service: z.string(), 'resource-type': z.string() }),
  (_, event) => namedIn(event.resources),
);

const KINDS = new Map<string, Read>([
  ['aws.ec2/EC2 Instance State-change Notification', instanceState],
  ['aws.ssm/EC2 Command Invocation Status-change Notification', nodeStatus],
  ['aws.ssm/EC2 Command Status-change Notification', commandStatus],
  ['aws.ssm/EC2 Automation Execution Status-change Notification', automation],
  ['aws.ssm/EC2 Automation Step Status-change Notification', automation],
  ['aws.ssm/Configuration Compliance State Change', compliance],
  ['aws.ssm/EC2 State Manager Instance Association State Change', nodeStatus],
  ['aws.ssm/EC2 State Manager Association State Change', association],
  ['aws.tag/Tag Change on Resource', tagChange],
]);

/** The kinds we read, each as `<source>/<detail type>`. */
export const EVENT_KINDS: readonly string[] = [...KINDS.keys()];

/**
 * Which nodes an event is about; undefined when it is about none, e.g. of a
 * kind that changes nothing in the node store.
 *
 * @throws UnreadableMessageError when it is of a kind we know, and not formed
 * like one.
 */
export function hintOf(event: EventBridgeEvent): Hint | undefined {
  const kind = KINDS.get(`${event.source}/${event['detail-type']}`);
  if (!kind) {
    return undefined;
  }
  const { ids, settles = false } = kind(event);
  const nodeIds = [...new Set(ids)].filter(nodeId => NODE_ID.test(nodeId));
  return nodeIds.length ? { nodeIds, settles } : undefined;
}
