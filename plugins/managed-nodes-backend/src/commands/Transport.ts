import { NodeOutcome } from '@managed-nodes/plugin-managed-nodes-common';
import { TargetKey } from '../nodes/types';
import { NodeReport, TransportKind } from './types';

/** A group of an operation that is handed to AWS: a command, or an automation execution. */
export interface GroupToSend extends TargetKey {
  operationId: string;
  /** From 1, within the operation. */
  number: number;
  document: string;
  /** Null: the document's default version. */
  version: string | null;
  /** As AWS takes them, without the one that takes the nodes. */
  parameters: Record<string, string[]>;
  /** Which parameter of an Automation document takes the nodes; null: none does. */
  nodesParameter: string | null;
  /** Empty where the document takes no nodes. */
  nodeIds: string[];
  maxConcurrency: string;
  maxErrors: string;
  /** Whether it may be sent again when its answer was lost and AWS shows none. */
  repeatable: boolean;
  /** What the session may do besides: statements of an IAM policy, for what the steps of an Automation document do. */
  statements?: SessionStatement[];
}

/** A statement of the policy of a session. `Resource` may hold `{{nodes}}`, one of which each node takes the place of. */
export interface SessionStatement {
  Action: string[];
  Resource: string[];
}

/** What became of a group that was sent. */
export interface SendResult {
  /** What AWS calls it. Undefined when nothing was sent, or nobody knows. */
  commandId: string | undefined;
  /** Nodes that will not take part, with why. */
  refused: Map<string, string>;
  /** Why nothing was sent, where that is not about single nodes. */
  failure?: string;
  /** What AWS calls the reason why nothing was sent, e.g. `InvalidDocument`. */
  code?: string;
  /** Whether AWS may have it all the same. */
  unknown: boolean;
  /** Whether the session is named after the person. */
  named: boolean;
}

/** How something that AWS has is doing. */
export interface GroupReport {
  nodes: NodeReport[];
  /** Of an automation execution as a whole. */
  whole?: { outcome: NodeOutcome; detail: string | null };
}

/** A way to have AWS do something to nodes: Run Command, or Automation. */
export interface Transport {
  /**
   * Sends a group once, in the name of a person. Never sends again what AWS
   * may have, unless that does no harm.
   *
   * @param mayGoOn - asked right before each attempt
   * @throws what `mayGoOn` throws.
   */
  send(
    group: GroupToSend,
    userEntityRef: string,
    mayGoOn: () => Promise<boolean>,
  ): Promise<SendResult>;

  /**
   * Cancels what AWS has. What has ended, or is known no more, is no error.
   *
   * @throws what AWS answers.
   */
  cancel(target: TargetKey, id: string, userEntityRef: string): Promise<void>;

  /** Finds what was sent and whose answer was lost, as the portal. `since` in milliseconds since the epoch. */
  find(
    group: Pick<
      GroupToSend,
      'account' | 'region' | 'operationId' | 'number' | 'document' | 'nodeIds'
    >,
    since: number,
    signal: AbortSignal,
  ): Promise<string | undefined>;

  /** How it is doing, as the portal. Nodes that AWS says nothing of are left out. */
  reports(
    target: TargetKey & { nodeIds: string[] },
    id: string,
    signal: AbortSignal,
  ): Promise<GroupReport>;

  /** How it is doing as a whole; unknown when AWS has it no more. */
  status(
    target: TargetKey,
    id: string,
    signal: AbortSignal,
  ): Promise<'open' | 'cancelled' | 'ended' | 'unknown'>;

  /**
   * Lists many of one place at once, as the portal, newest first.
   *
   * @param since - when the first of them was sent, in milliseconds since the
   * epoch
   * @returns by id, a text for each that is another one whenever there may be
   * something new in its reports. Those that would take too many requests to
   * find are left out.
   */
  sweep?(
    target: TargetKey,
    ids: string[],
    since: number,
    signal: AbortSignal,
  ): Promise<Map<string, string>>;
}

/** The ways that there are, by what operations call them. */
export type Transports = Partial<Record<TransportKind, Transport>>;
