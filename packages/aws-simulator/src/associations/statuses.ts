import { UNDELIVERED } from '../commands/status';
import { Invocation } from '../commands/types';
import { SimulatedNode } from '../fleet/types';
import { toldRunOf, toldStatus } from './told';
import { AssociationExecution, NodeStatus, StoredAssociation } from './types';
import { latestOf } from './versions';

const PENDING: NodeStatus = {
  status: 'Pending',
  details: 'Pending',
  executedAt: undefined,
};

/**
 * How a run went on a node.
 *
 * @param superseded - whether the node was meant by a later run
 */
export function statusOfInvocation(
  { status, statusDetails, endedAt }: Invocation,
  superseded: boolean,
): NodeStatus {
  const executedAt = endedAt;
  switch (status) {
    case 'Success':
      return { status: 'Success', details: 'Success', executedAt };
    case 'InProgress':
    case 'Cancelling':
      return { status: 'Pending', details: 'InProgress', executedAt };
    case 'Pending':
    case 'Delayed':
      return PENDING;
    case 'Cancelled':
      return { status: 'Failed', details: 'Skipped', executedAt };
    default:
      if (statusDetails !== UNDELIVERED) {
        return { status: 'Failed', details: status, executedAt };
      }
      // A node that was away is waited for, but not by all runs that missed it.
      return superseded
        ? { status: 'Failed', details: 'Skipped', executedAt: undefined }
        : PENDING;
  }
}

/** How a run went on each node, in order. */
export function statusesOfExecution(
  { sent }: StoredAssociation,
  { command }: AssociationExecution,
): Array<readonly [Invocation, NodeStatus]> {
  return (command?.invocations ?? []).map(
    invocation =>
      [
        invocation,
        statusOfInvocation(invocation, sent.get(invocation.nodeId) !== command),
      ] as const,
  );
}

/** How a run went as a whole. */
export function statusOfExecution(
  association: StoredAssociation,
  execution: AssociationExecution,
): NodeStatus {
  if (!execution.command) {
    const executedAt = execution.createdAt;
    return { status: 'Failed', details: 'Failed', executedAt };
  }
  const all = statusesOfExecution(association, execution).map(
    ([, status]) => status,
  );
  const ended = all.flatMap(each => each.executedAt ?? []);
  const executedAt = ended.length ? Math.max(...ended) : undefined;
  const has = (status: string) => all.some(each => each.status === status);
  if (has('Pending')) {
    const details = all.some(each => each.details !== 'Pending')
      ? 'InProgress'
      : 'Pending';
    return { status: 'Pending', details, executedAt };
  }
  return has('Failed')
    ? { status: 'Failed', details: 'Failed', executedAt }
    : { status: 'Success', details: 'Success', executedAt };
}

/** How an association stands on each node that it is for, by its latest version. */
export function standingsOf(
  association: StoredAssociation,
  now: number,
): (node: SimulatedNode) => NodeStatus {
  const { sent, executions } = association;
  const told = toldRunOf(association, now);
  const last = executions.at(0);
  const unsent =
    last && !last.command && last.version === latestOf(association).version
      ? statusOfExecution(association, last)
      : undefined;
  return node => {
    if (unsent && last && last.createdAt >= (told ?? -Infinity)) {
      return unsent;
    }
    const command = sent.get(node.id);
    const invocation = command?.byNode.get(node.id);
    if (invocation && command && command.requestedAt >= (told ?? -Infinity)) {
      return statusOfInvocation(invocation, false);
    }
    return told === undefined ? PENDING : toldStatus(association, node, told);
  };
}

/** How many nodes stand how. */
export function countByStatus(
  statuses: Iterable<NodeStatus>,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of statuses) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** When an association ran last, or is said to have. Epoch milliseconds. */
export function lastRunOf(
  association: StoredAssociation,
  now: number,
): number | undefined {
  const runs = [
    toldRunOf(association, now),
    association.executions.at(0)?.createdAt,
  ].flatMap(run => run ?? []);
  return runs.length ? Math.max(...runs) : undefined;
}

/** When it last went well everywhere, or is said to have. Epoch milliseconds. */
export function lastSuccessOf(
  association: StoredAssociation,
  now: number,
): number | undefined {
  const success = association.executions.find(
    execution => statusOfExecution(association, execution).status === 'Success',
  );
  const runs = [success?.createdAt, toldRunOf(association, now)].flatMap(
    run => run ?? [],
  );
  return runs.length ? Math.max(...runs) : undefined;
}
