import { Json } from '../documents/types';
import { Bell, Scheduler } from './Scheduler';
import { ApiCaller } from './ApiCaller';
import { AutomationExecution, Signal } from './types';

/** What executions run in. */
export interface Surroundings {
  readonly scheduler: Scheduler;
  /** How many times faster everything is. */
  speed(): number;
  caller(): ApiCaller;
  /** Makes one execution the parent of another. */
  adopt(parent: AutomationExecution, childId: string): void;
  /** Tells of a status that changed. */
  announce(execution: AutomationExecution, at: number): void;
}

/** An execution while it is under way: its time, and who talks to it. */
export class ExecutionState {
  readonly execution: AutomationExecution;
  readonly #surroundings: Surroundings;
  readonly #bell = Bell.create();
  #signals: Signal[] = [];
  #now: number;
  /** Set while steps run that are there for a cancelled execution. */
  #cleaningUp = false;

  static create(
    execution: AutomationExecution,
    surroundings: Surroundings,
  ): ExecutionState {
    return new ExecutionState(execution, surroundings);
  }

  private constructor(
    execution: AutomationExecution,
    surroundings: Surroundings,
  ) {
    this.execution = execution;
    this.#surroundings = surroundings;
    this.#now = execution.startedAt;
  }

  /** Epoch milliseconds. */
  get now(): number {
    return this.#now;
  }

  get speed(): number {
    return this.#surroundings.speed();
  }

  get isCancelled(): boolean {
    return this.execution.stop === 'Cancel' && !this.#cleaningUp;
  }

  /** Whether no further step is to begin. */
  get isStopping(): boolean {
    return this.execution.stop !== undefined && !this.#cleaningUp;
  }

  /** From now on that it was cancelled stops nothing. */
  cleanUp(): void {
    this.#cleaningUp = true;
  }

  /** It had to wait for its turn until now. */
  delayUntil(at: number): void {
    this.#now = Math.max(this.#now, at);
  }

  /** Waits until a moment, or until {@link ExecutionState.wake}. */
  async wait(at: number): Promise<void> {
    const woken = await this.#surroundings.scheduler.wait(at, this.#bell);
    this.#now = Math.max(this.#now, woken);
  }

  /** Has whoever waits look again. */
  wake(at: number): void {
    this.#bell.ring(at);
  }

  send(signal: Signal): void {
    this.#signals.push(signal);
    this.wake(signal.at);
  }

  /** Takes the first signal that is meant, if there is one. */
  take(isMeant: (signal: Signal) => boolean): Signal | undefined {
    const found = this.#signals.find(isMeant);
    this.#signals = this.#signals.filter(signal => signal !== found);
    return found;
  }

  /** Makes this execution the parent of another that it started. */
  adopt(childId: string): void {
    this.#surroundings.adopt(this.execution, childId);
  }

  setStatus(status: AutomationExecution['status']): void {
    const { execution } = this;
    if (execution.status !== status) {
      execution.status = status;
      this.#surroundings.announce(execution, this.#now);
    }
  }

  /** @throws AwsError */
  call(service: string, operation: string, input: Json): Promise<Json> {
    const { principal, region } = this.execution.request;
    return this.#surroundings.caller().call({
      principal,
      region,
      now: this.#now,
      service,
      operation,
      input,
    });
  }
}
