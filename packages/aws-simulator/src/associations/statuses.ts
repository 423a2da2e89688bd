import { UNDELIVERED } from '../commands/status';
import { Invocation } from '../commands/types';
import { SimulatedNode } from '../fleet/types';
import { toldRunOf, toldStatus } from './told';
import { AssociationExecution, NodeStatus, StoredAssociation } from './types';
import { latestOf } from './versions';

/** How a run went on a node. */
export function statusOfInvocation({
  status,
  statusDetails,
  endedAt,
}: Invocation): NodeStatus {
  const executedAt = endedAt;
  switch (status) {
    case 'Success':
      return { status: 'Success', details: 'Success', executedAt };
    case 'InProgress':
    case 'Cancelling':
      return { status: 'Pending', details: 'InProgress', executedAt };
    case 'Pending':
    case 'Delayed':
      return { status: 'Pending', details: 'Pending', executedAt };
    case 'Cancelled':
      return { status: 'Failed', details: 'Skipped', executedAt };
    default:
      // A node that was away is waited for.
      return statusDetails === UNDELIVERED
        ? { status: 'Pending', details: 'Pending', executedAt: undefined }
        : { status: 'Failed', details: status, executedAt };
  }
}

/** How a run went as a whole. */
export function statusOfExecution({
  command,
}: AssociationExecution): NodeStatus {
  if (!command) {
    return { status: 'Failed', details: 'Failed', executedAt: undefined };
  }
  const all = command.invocations.map(statusOfInvocation);
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

/** How an association stands on a node, by its latest version. */
export function statusOn(
  association: StoredAssociation,
  node: SimulatedNode,
  now: number,
): NodeStatus {
  const { version } = latestOf(association);
  const told = toldRunOf(association, now);
  for (const execution of association.executions) {
    const invocation = execution.command?.byNode.get(node.id);
    if (
      execution.version === version &&
      execution.createdAt >= (told ?? -Infinity) &&
      invocation
    ) {
      return statusOfInvocation(invocation);
    }
  }
  return told === undefined
    ? { status: 'Pending', details: 'Pending', executedAt: undefined }
    : toldStatus(association, node, told);
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
    execution => statusOfExecution(execution).status === 'Success',
  );
  return success?.createdAt ?? toldRunOf(association, now);
}
