import { EventBus } from '../events/EventBus';
import { arnOf } from '../fleet/state';
import { SimulatedNode } from '../fleet/types';
import { RunCommand } from './types';

function detailOf(command: RunCommand, status: string) {
  return {
    'command-id': command.id,
    'document-name': command.document.name,
    'requested-date-time': new Date(command.requestedAt).toISOString(),
    status,
  };
}

/** Tells of a command's new status on a node. */
export function announceInvocation(
  events: EventBus,
  command: RunCommand,
  node: SimulatedNode | undefined,
  { status, at }: { status: string; at: number },
): void {
  if (node) {
    events.invocationChanged(
      node,
      { ...detailOf(command, status), 'instance-id': node.id },
      at,
    );
  }
}

/** Tells of a command's new status as a whole. */
export function announceCommand(
  events: EventBus,
  command: RunCommand,
  at: number,
): void {
  const { account, region, instanceIds } = command;
  events.happened(
    {
      detailType: 'EC2 Command Status-change Notification',
      source: 'aws.ssm',
      account,
      region,
      resources: instanceIds.map(id => arnOf({ id, account, region })),
      detail: {
        ...detailOf(command, command.status),
        'expire-after': new Date(
          command.deliverUntil +
            command.document.executionTimeoutSeconds * 1000,
        ).toISOString(),
        parameters: command.givenParameters ?? {},
      },
    },
    at,
  );
}
