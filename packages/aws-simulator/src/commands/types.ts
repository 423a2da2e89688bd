import {
  CommandInvocationStatus,
  CommandStatus,
  Target,
} from '@aws-sdk/client-ssm';
import { ParameterValues } from '../documents/parameters';
import { CommandDocument } from './documents';

/** What was asked for with SendCommand. Times are epoch milliseconds. */
export interface CommandRequest {
  readonly account: string;
  readonly region: string;
  /** ARN of who sent it; that of a session ends in its name. */
  readonly sender: string;
  readonly document: CommandDocument;
  /** As they were given. */
  readonly givenParameters: Record<string, string[]> | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** The same, each as its type says. */
  readonly values: ParameterValues;
  readonly comment: string;
  readonly instanceIds: readonly string[];
  readonly targets: readonly Target[];
  /** Nodes that are meant, in order. */
  readonly nodeIds: readonly string[];
  /** How long a node may take to be reached. */
  readonly timeoutSeconds: number;
  /** Until when instead, whatever the speed. Epoch milliseconds. */
  readonly deliverUntil?: number;
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  readonly outputS3BucketName?: string;
  readonly outputS3KeyPrefix?: string;
}

/** What happens next to an invocation, and when. */
export interface Phase {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whether the node is off on purpose meanwhile. */
  readonly rebooting?: boolean;
  /** Carries it out; what follows, or how it ended. */
  run(at: number): Phase | Outcome;
}

/** How a document, or a step of it, ended. */
export interface Outcome {
  readonly status: 'Success' | 'Failed' | 'TimedOut';
  readonly responseCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Each step that was begun; absent where all are told of together. */
  readonly steps?: readonly StepOutcome[];
}

/** How a step ended. */
export interface StepOutcome extends Outcome {
  readonly name: string;
}

/** A command on one node. Times are epoch milliseconds. */
export interface Invocation {
  readonly nodeId: string;
  /** Position among the command's. */
  readonly index: number;
  readonly platform: 'Linux' | 'Windows' | undefined;
  readonly instanceName: string;
  status: CommandInvocationStatus;
  statusDetails: string;
  startedAt: number | undefined;
  endedAt: number | undefined;
  outcome: Outcome | undefined;
  /** What comes next, while it is under way. */
  phase: Phase | undefined;
}

/** A command that was sent. */
export interface RunCommand extends CommandRequest {
  readonly id: string;
  /** Rises with every command. */
  readonly seq: number;
  readonly requestedAt: number;
  /** When nodes that were not reached are given up. */
  readonly deliverUntil: number;
  /** From when on its invocations are listed. */
  readonly visibleFrom: number;
  readonly invocations: readonly Invocation[];
  readonly byNode: ReadonlyMap<string, Invocation>;
  status: CommandStatus;
  statusDetails: string;
}

/** How Run Command behaves, other than AWS's. */
export interface CommandSettings {
  /** How many times faster everything is. */
  speed: number;
  /** Share of installs that go wrong by themselves, from 0 to 1. */
  failureRate: number;
}

/** How an operation is to fail: all of it, or some of its patches. */
export type FailureKind = 'operation' | 'patches';

const TERMINAL = ['Success', 'Failed', 'TimedOut', 'Cancelled'];

/** Whether nothing more happens to a command or an invocation. */
export function isOver(status: string): boolean {
  return TERMINAL.includes(status);
}

/** Whether a phase is followed by nothing. */
export function isOutcome(next: Phase | Outcome): next is Outcome {
  return 'status' in next;
}
