import {
  AutomationExecutionStatus,
  ExecutionMode,
  FailureDetails,
  Target,
} from '@aws-sdk/client-ssm';
import { DocumentContent, DocumentStep, Json } from '../documents/types';
import { Principal } from '../identity/principals';

/** The loop that a step belongs to, and which of its rounds. */
export interface LoopRound {
  readonly stepExecutionId: string;
  readonly stepName: string;
  /** From 1. */
  readonly iteration: number;
  readonly iteratorValue: string | undefined;
}

/** One run of a step. Times are epoch milliseconds. */
export interface StepRecord {
  readonly id: string;
  readonly name: string;
  readonly action: string;
  readonly step: DocumentStep;
  readonly parent: LoopRound | undefined;
  status: AutomationExecutionStatus;
  startedAt: number | undefined;
  endedAt: number | undefined;
  inputs: Record<string, string>;
  /** By name; what interpolation of later steps sees. */
  values: Record<string, Json>;
  responseCode: string | undefined;
  response: string | undefined;
  failureMessage: string | undefined;
  failureDetails: FailureDetails | undefined;
  /** Children of rate control only: what it is done for. */
  readonly targets?: Target[];
}

/** What was asked for with StartAutomationExecution. */
export interface AutomationRequest {
  readonly account: string;
  readonly region: string;
  /** Who acts: the caller, or the role that the document assumes. */
  readonly principal: Principal;
  /** ARN of who started it. */
  readonly executedBy: string;
  readonly documentName: string;
  readonly documentVersion: string;
  readonly content: DocumentContent;
  /** As they were given, with defaults. */
  readonly parameters: Readonly<Record<string, string[]>>;
  /** As their types say. */
  readonly values: Readonly<Record<string, Json>>;
  readonly mode: ExecutionMode;
  readonly clientToken: string | undefined;
  readonly tags: ReadonlyArray<{
    readonly Key: string;
    readonly Value: string;
  }>;
  readonly targetParameterName?: string;
  readonly targets?: Target[];
  readonly targetMaps?: Array<Record<string, string[]>>;
  readonly maxConcurrency?: string;
  readonly maxErrors?: string;
  /** The value that a child of rate control stands for. */
  readonly target?: string;
}

/** A signal that came in and nobody has taken yet. */
export interface Signal {
  readonly type: string;
  readonly payload: Readonly<Record<string, string[]>>;
  /** ARN of who sent it. */
  readonly sender: string;
  readonly at: number;
}

/** A run of an Automation document. Times are epoch milliseconds. */
export interface AutomationExecution {
  readonly request: AutomationRequest;
  readonly id: string;
  /** Rises with every execution. */
  readonly seq: number;
  readonly startedAt: number;
  tags: AutomationRequest['tags'];
  /** The execution that started it, if one did. */
  parentId: string | undefined;
  status: AutomationExecutionStatus;
  endedAt: number | undefined;
  failureMessage: string | undefined;
  currentStep: StepRecord | undefined;
  /** In order: those of the document first, those of loops as they come. */
  steps: StepRecord[];
  variables: Record<string, Json>;
  outputs: Record<string, string[]>;
  /** Values that targets stand for; rate control only. */
  resolved: string[] | undefined;
  /** Set once it is to stop: now, or before its next step. */
  stop: 'Cancel' | 'Complete' | undefined;
}

const TERMINAL: readonly string[] = [
  'Success',
  'TimedOut',
  'Cancelled',
  'Failed',
  'Rejected',
  'CompletedWithSuccess',
  'CompletedWithFailure',
  'Exited',
];

/** Whether nothing more happens to an execution or a step. */
export function isOver(status: string): boolean {
  return TERMINAL.includes(status);
}

/** A parent that does the same for many targets. */
export function isRateControl({
  request,
}: Pick<AutomationExecution, 'request'>): boolean {
  return request.targets !== undefined || request.targetMaps !== undefined;
}
