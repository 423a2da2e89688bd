import { Json } from '../documents/types';
import { AwsError } from '../protocol/AwsError';
import { ExecutionState } from './ExecutionState';
import { Signal, StepRecord } from './types';
import { interpolate, Resolver } from './values';

/** What a step ended with. */
export interface ActionResult {
  readonly outputs?: Record<string, Json>;
  /** The step to go on with. */
  readonly next?: string;
  readonly response?: string;
  readonly responseCode?: string;
}

/** A step that did not succeed, and what AWS tells of why. */
export class StepFailure extends Error {
  override name = 'StepFailure';
  readonly stage: string;
  readonly type: string;
  readonly outputs: Record<string, Json>;

  constructor(
    message: string,
    options: {
      stage?: 'InputValidation' | 'Invocation' | 'Verification';
      type?: string;
      outputs?: Record<string, Json>;
    } = {},
  ) {
    super(message);
    this.stage = options.stage ?? 'Invocation';
    this.type = options.type ?? 'Client Error';
    this.outputs = options.outputs ?? {};
  }
}

/** A step that was not let to its end. */
export class StepInterruption extends Error {
  override name = 'StepInterruption';
  readonly status: 'Cancelled' | 'TimedOut';

  constructor(status: 'Cancelled' | 'TimedOut') {
    super(
      status === 'TimedOut'
        ? 'Step timed out while step is executing.'
        : 'Step was cancelled.',
    );
    this.status = status;
  }
}

/** How AWS words an API call that failed. */
export function apiFailure(service: string, error: AwsError): StepFailure {
  return new StepFailure(
    `Step fails when it is Execute action. An error occurred (${error.code}) when calling the ${service} service: ${error.message}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`,
    { type: error.code },
  );
}

/** A step while it is carried out: what an action may use. */
export class StepRun {
  readonly state: ExecutionState;
  readonly record: StepRecord;
  readonly #resolve: Resolver;
  readonly #deadline: number;

  static create(
    state: ExecutionState,
    record: StepRecord,
    options: { resolve: Resolver; deadline: number },
  ): StepRun {
    return new StepRun(state, record, options);
  }

  private constructor(
    state: ExecutionState,
    record: StepRecord,
    { resolve, deadline }: { resolve: Resolver; deadline: number },
  ) {
    this.state = state;
    this.record = record;
    this.#resolve = resolve;
    this.#deadline = deadline;
  }

  /** An input with its references resolved. */
  input(name: string): Json | undefined {
    const given = this.record.step.inputs[name];
    return given === undefined ? undefined : this.resolved(given);
  }

  /** Any value with its references resolved. */
  resolved(value: Json): Json {
    return interpolate(value, this.#resolve);
  }

  text(name: string): string | undefined {
    const value = this.input(name);
    return value === undefined || value === null ? undefined : String(value);
  }

  list(name: string): string[] {
    const value = this.input(name) ?? [];
    return (Array.isArray(value) ? value : [value]).map(String);
  }

  /** All inputs, resolved. */
  inputs(): Record<string, Json> {
    return Object.fromEntries(
      Object.entries(this.record.step.inputs).map(([name, value]) => [
        name,
        this.resolved(value),
      ]),
    );
  }

  /** Calls an API as the execution's principal. */
  async call(service: string, operation: string, input: Json): Promise<Json> {
    try {
      return await this.state.call(service, operation, input);
    } catch (error) {
      throw error instanceof AwsError ? apiFailure(service, error) : error;
    }
  }

  /**
   * Waits for so long, at normal speed.
   *
   * @throws StepInterruption
   */
  async sleep(milliseconds: number): Promise<void> {
    const until = this.state.now + milliseconds / this.state.speed;
    while (this.state.now < until) {
      await this.wakeAt(until);
    }
  }

  /**
   * Waits until a moment, or until somebody sends a signal.
   *
   * @throws StepInterruption
   */
  async wakeAt(at: number): Promise<void> {
    this.#check();
    await this.state.wait(Math.min(at, this.#deadline));
    this.#check();
  }

  /**
   * Waits for a signal.
   *
   * @throws StepInterruption
   */
  async signal(isMeant: (signal: Signal) => boolean): Promise<Signal> {
    for (;;) {
      const found = this.state.take(isMeant);
      if (found) {
        return found;
      }
      await this.wakeAt(Infinity);
    }
  }

  #check(): void {
    const stopped = this.state.take(
      ({ type, payload }) =>
        type === 'StopStep' && payload.StepExecutionId?.[0] === this.record.id,
    );
    if (stopped || this.state.isCancelled) {
      throw new StepInterruption('Cancelled');
    }
    if (this.state.now >= this.#deadline) {
      throw new StepInterruption('TimedOut');
    }
  }
}
