import {
  NodeOutcome,
  nodeOutcomeSchema,
  Run,
  RunExecution,
  RunNode,
  RunSkipReason,
  runSkipReasonSchema,
  runStateSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeWithCommand, OutcomeCounts } from '../../commands/OperationNodes';
import { consoleHost } from '../../nodes/present';
import { GroupSeen, RunListed } from './RunQueries';

/** What the viewer may do about a run. */
export type RunRightsShown = Pick<
  Run,
  'canStart' | 'canCancel' | 'canRetry'
> & { canDecide: boolean };

function time(value: number | string | null): string | null {
  return value === null ? null : new Date(Number(value)).toISOString();
}

function readSkipped(text: string): Run['skipped'] {
  const counts: Partial<Record<RunSkipReason, number>> = JSON.parse(text);
  return runSkipReasonSchema.options.flatMap(reason => {
    const count = counts[reason];
    return count ? [{ reason, count }] : [];
  });
}

function presentApproval(row: RunListed, canDecide: boolean): Run['approval'] {
  const { approval } = row;
  if (approval === null) {
    return null;
  }
  return {
    // Who took a request back decided nothing about it.
    state: approval === 'withdrawn' ? 'pending' : approval,
    reasons: JSON.parse(row.approval_reasons ?? '[]'),
    approvers: JSON.parse(row.approvers ?? '[]'),
    expiresAt: new Date(Number(row.approval_expires_at)).toISOString(),
    decidedBy: row.decided_by,
    decidedAt: time(row.decided_at),
    comment: row.decision_comment,
    canDecide,
  };
}

/** Turns a row into the run of the API. */
export function presentRun(
  row: RunListed,
  counted: OutcomeCounts,
  groups: GroupSeen[],
  rights: RunRightsShown,
): Run {
  const outcomes = Object.fromEntries(
    nodeOutcomeSchema.options.map(word => [word, counted[word] ?? 0]),
  ) as Record<NodeOutcome, number>;
  const { canDecide, ...others } = rights;
  // What is said of an execution may be about any of its nodes.
  const failed = groups.find(
    ({ outcome, detail, nodes, seen }) =>
      seen === nodes &&
      detail !== null &&
      (outcome === 'failed' ||
        outcome === 'timed-out' ||
        outcome === 'not-sent'),
  );
  return {
    id: row.id,
    runbook: row.runbook,
    title: row.title,
    kind: row.transport,
    document: row.document,
    version: row.version ?? '$DEFAULT',
    hash: row.hash,
    state: runStateSchema.parse(row.run_state),
    startedBy: row.started_by,
    startedAt: new Date(Number(row.started_at)).toISOString(),
    launchedAt: time(row.launched_at),
    endedAt: time(row.ended_at),
    note: row.note,
    parameters: JSON.parse(row.shown_parameters),
    maxConcurrency: row.max_concurrency,
    maxErrors: row.max_errors,
    nodes: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    outcomes,
    skipped: readSkipped(row.skipped),
    approval: presentApproval(row, canDecide),
    retryOf: row.retry_of,
    cancelledBy: row.cancelled_by,
    failure: failed?.detail ?? null,
    sentAs: row.sent_as,
    hasResults: row.results !== null,
    ...others,
  };
}

/** What AWS calls what was sent to a node. */
function consoleUrl(
  { transport }: RunListed,
  { region, awsId, nodeId }: { region: string; awsId: string; nodeId?: string },
  partition: string,
): string {
  const base = `https://${region}.${consoleHost(partition)}/systems-manager`;
  const path =
    transport === 'automation'
      ? `automation/execution/${awsId}`
      : `run-command/${awsId}${nodeId ? `/${nodeId}` : ''}`;
  return `${base}/${path}?region=${region}`;
}

/** Turns a row into a node of a run of the API. */
export function presentRunNode(
  row: NodeWithCommand,
  run: RunListed,
  partition: string,
): RunNode {
  const { region, node_id: nodeId } = row;
  // What was taken out right before it was sent is no part of what AWS has.
  const awsId = row.outcome === 'not-sent' ? null : row.command_id;
  return {
    name: row.name,
    title: row.title,
    nodeId,
    account: row.account,
    region,
    outcome: row.outcome,
    detail: row.detail,
    startedAt: time(row.started_at),
    endedAt: time(row.ended_at),
    awsId,
    consoleUrl: awsId
      ? consoleUrl(run, { region, awsId, nodeId }, partition)
      : null,
  };
}

const OUTCOME_OF_GROUP: Record<GroupSeen['state'], NodeOutcome> = {
  held: 'queued',
  planned: 'queued',
  sending: 'queued',
  sent: 'running',
  ended: 'succeeded',
  unsent: 'not-sent',
};

/** Turns a row into a command or execution of a run of the API. */
export function presentExecution(
  row: GroupSeen,
  run: RunListed,
  accountName: string | null,
  partition: string,
): RunExecution {
  const { account, region, command_id: awsId } = row;
  return {
    account,
    accountName,
    region,
    nodes: row.seen,
    outcome:
      row.outcome ??
      (row.state === 'ended' && row.failed > 0
        ? 'failed'
        : OUTCOME_OF_GROUP[row.state]),
    detail: row.detail,
    awsId,
    startedAt: time(row.sent_at),
    endedAt: time(row.ended_at),
    consoleUrl: awsId ? consoleUrl(run, { region, awsId }, partition) : null,
  };
}
