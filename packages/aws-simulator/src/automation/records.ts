import { randomUUID } from 'crypto';
import { DocumentStep } from '../documents/types';
import { LoopRound, StepRecord } from './types';

/** How a list of steps ended. */
export interface ListResult {
  readonly status: 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';
  readonly failureMessage?: string;
}

/** A step's record before it begins. */
export function pendingRecord(
  step: DocumentStep,
  parent?: LoopRound,
): StepRecord {
  return {
    id: randomUUID(),
    name: step.name,
    action: step.action,
    step,
    parent,
    status: 'Pending',
    startedAt: undefined,
    endedAt: undefined,
    inputs: {},
    values: {},
    responseCode: undefined,
    response: undefined,
    failureMessage: undefined,
    failureDetails: undefined,
  };
}
