import {
  NodeOutcome,
  OperationState,
  PatchBucket,
} from '@managed-nodes/plugin-managed-nodes-common';

/** Outcomes after which nothing more happens on a node. */
export const ENDED_OUTCOMES: NodeOutcome[] = [
  'succeeded',
  'failed',
  'timed-out',
  'cancelled',
  'not-sent',
];

/** Outcomes of nodes on which something may still happen. */
export const OPEN_OUTCOMES: NodeOutcome[] = ['queued', 'running', 'waiting'];

/** Whether something may still happen, by its outcome. */
export function isOpen({ outcome }: { outcome: NodeOutcome | null }): boolean {
  return outcome !== null && OPEN_OUTCOMES.includes(outcome);
}

/** States after which nothing more happens in an operation. */
export const ENDED_STATES: StoredState[] = ['succeeded', 'failed', 'cancelled'];

/** How the sessions of an operation's commands are named: after whoever started it, or the portal. */
export type SentAs = 'person' | 'portal';

/**
 * A group that waits for somebody's approval, one that has not been sent, one
 * whose answer is awaited, one that AWS has, one in which nothing more happens,
 * and one that never will be sent.
 */
export type GroupState =
  | 'held'
  | 'planned'
  | 'sending'
  | 'sent'
  | 'ended'
  | 'unsent';

/** `kind` of operations that change what nodes say of their patches. */
export const PATCH_KIND = 'patch';

/** By what AWS is had to do it: Run Command, or Automation. */
export type TransportKind = 'command' | 'automation';

/** One word for an operation. One that is held waits for somebody's approval. */
export type StoredState = OperationState | 'held';

/** States in which there is nothing to do for whoever follows operations. */
export const IDLE_STATES: StoredState[] = ['held', ...ENDED_STATES];

/** A row of `command_operations`. */
export interface OperationRow {
  id: string;
  kind: string;
  action: string;
  document: string;
  parameters: string;
  state: StoredState;
  started_by: string;
  idempotency_key: string;
  digest: string;
  started_at: number | string;
  ended_at: number | string | null;
  note: string | null;
  max_concurrency: string;
  max_errors: string;
  skipped: string;
  retry_of: string | null;
  cancelled_by: string | null;
  cancelled_at: number | string | null;
  sent_as: SentAs | null;
  sending_until: number | string | null;
  transport: TransportKind;
  /** Of the document; null: its default. */
  version: string | null;
  /** Of an Automation document: which parameter takes the nodes. */
  nodes_parameter: string | null;
}

/** A row of `command_groups`: the nodes of one command or automation execution, or one that takes none. */
export interface GroupRow {
  id: number;
  operation_id: string;
  number: number;
  account: string;
  region: string;
  state: GroupState;
  max_concurrency: string;
  max_errors: string;
  command_id: string | null;
  attempt_at: number | string | null;
  sent_at: number | string | null;
  poll_at: number | string | null;
  poll_delay: number;
  /** Of an automation execution as a whole; null: that of its nodes. */
  outcome: NodeOutcome | null;
  detail: string | null;
  ended_at: number | string | null;
}

/** A row of `command_nodes`. */
export interface OperationNodeRow {
  id: number;
  operation_id: string;
  group_number: number;
  name: string;
  node_id: string;
  account: string;
  region: string;
  title: string;
  sort_title: string;
  platform_type: 'Linux' | 'Windows' | 'MacOS' | null;
  outcome: NodeOutcome;
  detail: string | null;
  started_at: number | string | null;
  ended_at: number | string | null;
  bucket_before: PatchBucket | null;
  missing_before: number | null;
  bucket_after: PatchBucket | null;
  missing_after: number | null;
  refresh_at: number | string | null;
  refreshes: number;
}

/** A node that takes part in an operation to be. */
export type OperationNode = Pick<
  OperationNodeRow,
  | 'name'
  | 'node_id'
  | 'account'
  | 'region'
  | 'title'
  | 'platform_type'
  | 'bucket_before'
  | 'missing_before'
>;

/** An operation to be. Times are milliseconds since the epoch. */
export interface NewOperation {
  kind: string;
  action: string;
  /** `command` by default. */
  transport?: TransportKind;
  /** Name of a document. */
  document: string;
  /** Of the document; null, and the default: its default. */
  version?: string | null;
  /** Which parameter of an Automation document takes the nodes; null, and the default: none does. */
  nodesParameter?: string | null;
  /** As AWS takes them. */
  parameters: Record<string, string[]>;
  startedBy: string;
  idempotencyKey: string;
  digest: string;
  note: string | null;
  maxConcurrency: string;
  maxErrors: string;
  /** Nodes that were left out, by why. */
  skipped: Record<string, number>;
  retryOf: string | null;
  nodes: OperationNode[];
}

/** What AWS says of a command on a node, in our words. */
export interface NodeReport {
  nodeId: string;
  outcome: NodeOutcome;
  detail: string | null;
}
