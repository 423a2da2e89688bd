import { DocumentStep, Json } from '../documents/types';
import { ACTIONS, DEFAULT_TIMEOUTS } from './actions';
import { ExecutionState } from './ExecutionState';
import { select } from './jsonPath';
import { resolverFor } from './references';
import {
  ActionResult,
  StepFailure,
  StepInterruption,
  StepRun,
} from './StepRun';
import { runLoop } from './loop';
import { ListResult } from './records';
import { StepRecord } from './types';
import { cast, interpolate, Resolver, toText, UnresolvedError } from './values';

/** What Automation itself takes for a step. */
const OVERHEAD = 500;

function isTrue(value: boolean | string, resolve: Resolver): boolean {
  const resolved =
    typeof value === 'string' ? interpolate(value, resolve) : value;
  return toText(resolved).toLowerCase() === 'true';
}

/** Carries out steps one after another, those of a document or of a round of a loop. */
export class StepList {
  readonly #state: ExecutionState;
  readonly #steps: readonly DocumentStep[];
  readonly #records: readonly StepRecord[];
  readonly #resolve: Resolver;

  static create(
    state: ExecutionState,
    records: readonly StepRecord[],
  ): StepList {
    return new StepList(state, records);
  }

  private constructor(state: ExecutionState, records: readonly StepRecord[]) {
    this.#state = state;
    this.#records = records;
    this.#steps = records.map(({ step }) => step);
    this.#resolve = resolverFor(state.execution, records);
  }

  /** Runs them until one ends it. */
  async run(): Promise<ListResult> {
    let failed: ListResult | undefined;
    let index: number | undefined = 0;
    while (index !== undefined && index < this.#steps.length) {
      if (this.#state.isStopping) {
        return { status: 'Cancelled' };
      }
      const record: StepRecord = this.#records[index];
      const { step } = record;
      const next = await this.#carryOut(record);
      const { status, failureMessage } = record;
      if (status === 'Cancelled') {
        return this.#afterCancel(step);
      }
      if (status === 'Failed' || status === 'TimedOut') {
        const result: ListResult = { status, failureMessage };
        if (step.onFailure === 'Abort') {
          return result;
        }
        if (isTrue(step.isCritical, this.#resolve)) {
          failed ??= result;
        }
        if (step.onFailure !== 'Continue') {
          index = this.#indexOf(step.onFailure.slice('step:'.length));
          continue;
        }
      }
      if (isTrue(step.isEnd, this.#resolve)) {
        break;
      }
      const named: string | undefined = next ?? step.nextStep;
      index = named === undefined ? index + 1 : this.#indexOf(named);
    }
    return failed ?? { status: 'Success' };
  }

  async #afterCancel({ onCancel }: DocumentStep): Promise<ListResult> {
    if (onCancel.startsWith('step:')) {
      this.#state.cleanUp();
      const from = this.#indexOf(onCancel.slice('step:'.length));
      await StepList.create(this.#state, this.#records.slice(from)).run();
    }
    return { status: 'Cancelled' };
  }

  #indexOf(name: string): number {
    return this.#records.findIndex(record => record.name === name);
  }

  /** Runs one step, again if it may; what is to follow, if it says. */
  async #carryOut(record: StepRecord): Promise<string | undefined> {
    const { step } = record;
    const state = this.#state;
    state.execution.currentStep = record;
    await this.#untilStarted(record);
    for (let attempt = 1; ; attempt++) {
      this.#begin(record);
      try {
        await state.wait(state.now + OVERHEAD / state.speed);
        const result = await this.#act(record);
        this.#finish(record, result);
        return result.next;
      } catch (error) {
        const again =
          attempt < step.maxAttempts && !(error instanceof StepInterruption);
        this.#fail(record, error);
        if (!again) {
          return undefined;
        }
      }
    }
  }

  /** An interactive execution waits before each step. */
  async #untilStarted(record: StepRecord): Promise<void> {
    const state = this.#state;
    if (state.execution.request.mode !== 'Interactive') {
      return;
    }
    state.setStatus('Waiting');
    while (
      !state.isStopping &&
      !state.take(
        ({ type, payload }) =>
          type === 'StartStep' && payload.StepName?.[0] === record.name,
      )
    ) {
      await state.wait(Infinity);
    }
    state.setStatus('InProgress');
  }

  #begin(record: StepRecord): void {
    record.startedAt ??= this.#state.now;
    record.endedAt = undefined;
    record.status = 'InProgress';
    record.failureMessage = undefined;
    record.failureDetails = undefined;
    // Shown even when they can't be resolved.
    record.inputs = Object.fromEntries(
      Object.entries(record.step.inputs)
        .filter(([name]) => record.action !== 'aws:loop' || name !== 'Steps')
        .map(([name, value]) => [name, this.#shown(value)]),
    );
  }

  #shown(value: Json): string {
    try {
      return JSON.stringify(interpolate(value, this.#resolve));
    } catch {
      return JSON.stringify(value);
    }
  }

  async #act(record: StepRecord): Promise<ActionResult> {
    const { step } = record;
    const given =
      typeof step.timeoutSeconds === 'string'
        ? Number(toText(interpolate(step.timeoutSeconds, this.#resolve)))
        : step.timeoutSeconds;
    const seconds = given ?? DEFAULT_TIMEOUTS[step.action] ?? Infinity;
    const run = StepRun.create(this.#state, record, {
      resolve: this.#resolve,
      deadline: (record.startedAt ?? 0) + (seconds * 1000) / this.#state.speed,
    });
    if (step.action === 'aws:loop') {
      return runLoop(run, async records => {
        this.#state.execution.steps.push(...records);
        const result = await StepList.create(this.#state, records).run();
        this.#state.execution.currentStep = record;
        return result;
      });
    }
    const action = Object.hasOwn(ACTIONS, step.action)
      ? ACTIONS[step.action]
      : undefined;
    if (!action) {
      throw new StepFailure(`Action ${step.action} is not simulated.`);
    }
    return action(run);
  }

  #finish(record: StepRecord, result: ActionResult): void {
    const outputs = result.outputs ?? {};
    record.values = {
      ...record.values,
      ...outputs,
      ...this.#selected(record.step, outputs),
    };
    record.responseCode = result.responseCode ?? '0';
    record.response = result.response;
    record.status = 'Success';
    record.endedAt = this.#state.now;
  }

  #selected(
    { outputs }: DocumentStep,
    found: Record<string, Json>,
  ): Record<string, Json> {
    const payload = found.OutputPayload ?? found;
    return Object.fromEntries(
      outputs.flatMap(({ Name, Selector, Type }) => {
        const value = select(payload, Selector);
        if (value === undefined || value === null) {
          return [];
        }
        return [[Name, cast(value, Type)]];
      }),
    );
  }

  #fail(record: StepRecord, error: unknown): void {
    record.endedAt = this.#state.now;
    record.failureMessage =
      error instanceof Error ? error.message : String(error);
    if (error instanceof StepInterruption) {
      record.status = error.status;
      return;
    }
    record.status = 'Failed';
    const failure = error instanceof StepFailure ? error : undefined;
    record.values = { ...record.values, ...failure?.outputs };
    record.failureDetails = {
      FailureStage:
        error instanceof UnresolvedError
          ? 'InputValidation'
          : failure?.stage ?? 'Invocation',
      FailureType: failure?.type ?? 'Client Error',
      Details: { Message: [record.failureMessage] },
    };
  }
}
