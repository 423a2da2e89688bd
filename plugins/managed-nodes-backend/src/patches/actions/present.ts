import {
  NodeOutcome,
  nodeOutcomeSchema,
  OperationNode,
  PatchOperation,
  patchActionSchema,
  SkipReason,
  skipReasonSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { OperationNodeRow, OperationRow } from '../../commands/types';
import { consoleHost } from '../../nodes/present';

/** What the caller may do about an operation. */
export type OperationRights = Pick<PatchOperation, 'canCancel' | 'canRetry'>;

function time(value: number | string | null): string | null {
  return value === null ? null : new Date(Number(value)).toISOString();
}

function readSkipped(text: string): PatchOperation['skipped'] {
  const counts: Partial<Record<SkipReason, number>> = JSON.parse(text);
  return skipReasonSchema.options.flatMap(reason => {
    const count = counts[reason];
    return count ? [{ reason, count }] : [];
  });
}

/** Turns a row into the operation of the API. */
export function presentOperation(
  row: OperationRow,
  counted: Partial<Record<NodeOutcome, number>>,
  rights: OperationRights,
): PatchOperation {
  const parameters: Record<string, string[]> = JSON.parse(row.parameters);
  const action = patchActionSchema.parse(row.action);
  const rebootOption =
    parameters.RebootOption?.[0] === 'NoReboot' ? 'NoReboot' : 'RebootIfNeeded';
  const outcomes = Object.fromEntries(
    nodeOutcomeSchema.options.map(word => [word, counted[word] ?? 0]),
  ) as Record<NodeOutcome, number>;
  return {
    id: row.id,
    action,
    // Nobody has to approve scans and installs, so none is held.
    state: row.state === 'held' ? 'queued' : row.state,
    startedBy: row.started_by,
    startedAt: new Date(Number(row.started_at)).toISOString(),
    endedAt: time(row.ended_at),
    note: row.note,
    // A scan never reboots, so there is nothing to choose.
    rebootOption: action === 'scan' ? null : rebootOption,
    maxConcurrency: row.max_concurrency,
    maxErrors: row.max_errors,
    nodes: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    outcomes,
    skipped: readSkipped(row.skipped),
    retryOf: row.retry_of,
    cancelledBy: row.cancelled_by,
    sentAs: row.sent_as,
    ...rights,
  };
}

/** Turns a row into a node of an operation of the API. */
export function presentNode(
  row: OperationNodeRow & { command_id: string | null },
  partition: string,
): OperationNode {
  const { command_id: commandId, region } = row;
  // What was taken out of a group right before it was sent is not in its command.
  const sent = commandId !== null && row.outcome !== 'not-sent';
  return {
    name: row.name,
    title: row.title,
    nodeId: row.node_id,
    account: row.account,
    region,
    outcome: row.outcome,
    detail: row.detail,
    commandId: sent ? commandId : null,
    startedAt: time(row.started_at),
    endedAt: time(row.ended_at),
    bucketBefore: row.bucket_before,
    missingBefore: row.missing_before,
    bucketAfter: row.bucket_after,
    missingAfter: row.missing_after,
    consoleUrl: sent
      ? `https://${region}.${consoleHost(
          partition,
        )}/systems-manager/run-command/${commandId}/${
          row.node_id
        }?region=${region}`
      : null,
  };
}
