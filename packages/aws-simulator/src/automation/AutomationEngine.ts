import { EventBus } from '../events/EventBus';
import { AwsError } from '../protocol/AwsError';
import { announceExecution } from './announce';
import { AutomationStore } from './AutomationStore';
import { ExecutionState, Surroundings } from './ExecutionState';
import { Previews } from './Previews';
import { Quota } from './Quota';
import { RateControl, TargetRun } from './RateControl';
import { resolverFor } from './references';
import { Bell, Scheduler } from './Scheduler';
import { ListResult } from './records';
import { StepList } from './StepList';
import { ApiCaller } from './ApiCaller';
import {
  AutomationExecution,
  AutomationRequest,
  isOver,
  Signal,
} from './types';
import { toOutput } from './values';

/** What AWS shows for an output that there is not. */
const NO_OUTPUT =
  'No output available yet because the step is not successfully executed';

/** What the engine needs of the world. */
export interface EngineOptions {
  readonly events: EventBus;
  /** How many times faster everything is. */
  speed(): number;
  /** Called before each moment at which an execution goes on. */
  before(at: number): void;
}

/** How a child of rate control is asked for. */
export type ChildRequest = (target: TargetRun) => AutomationRequest;

/** Carries Automation documents out as the simulated time passes. */
export class AutomationEngine {
  readonly store = AutomationStore.create();
  readonly previews = Previews.create();
  readonly #options: EngineOptions;
  readonly #scheduler: Scheduler;
  readonly #quota = Quota.create();
  readonly #states = new Map<string, ExecutionState>();
  readonly #watchers = new Map<string, (at: number) => void>();
  readonly #surroundings: Surroundings;
  #caller: ApiCaller | undefined;

  static create(options: EngineOptions): AutomationEngine {
    return new AutomationEngine(options);
  }

  private constructor(options: EngineOptions) {
    this.#options = options;
    this.#scheduler = Scheduler.create(options.before);
    this.#surroundings = {
      scheduler: this.#scheduler,
      speed: options.speed,
      caller: () => this.#callerOrThrow(),
      adopt: (parent, childId) => {
        const { account, region } = parent.request;
        const child = this.store.find(account, region, childId);
        if (child) {
          child.parentId = parent.id;
        }
      },
      announce: (execution, at) => {
        announceExecution(this.#options.events, execution, at);
        this.#watchers.get(execution.id)?.(at);
      },
    };
  }

  /** How many times faster everything is. */
  get speed(): number {
    return this.#options.speed();
  }

  /** Whoever answers the calls that steps make. */
  connect(caller: ApiCaller): void {
    this.#caller = caller;
  }

  #callerOrThrow(): ApiCaller {
    if (!this.#caller) {
      throw new Error('Nobody answers API calls of automations yet');
    }
    return this.#caller;
  }

  /**
   * Starts an execution; the same one again for the same client token.
   *
   * @param targets - what rate control is to do; absent for a single run
   * @throws AwsError IdempotentParameterMismatch,
   * AutomationExecutionLimitExceededException
   */
  start(
    request: AutomationRequest,
    now: number,
    control?: { targets: readonly TargetRun[]; childRequest: ChildRequest },
  ): AutomationExecution {
    const known = this.#withToken(request);
    if (known) {
      return known;
    }
    if (this.#quota.isFull({ request })) {
      throw new AwsError(
        'AutomationExecutionLimitExceededException',
        'The number of simultaneously running Automation executions exceeded the allowable limit.',
      );
    }
    const execution = this.store.add(request, now);
    execution.resolved = control?.targets.map(({ name }) => name);
    this.#enter(execution, state =>
      control
        ? this.#rateControl(state, control.targets, control.childRequest).run()
        : StepList.create(state, [...execution.steps]).run(),
    );
    return execution;
  }

  #withToken(request: AutomationRequest): AutomationExecution | undefined {
    const { account, region, clientToken } = request;
    const known =
      clientToken === undefined
        ? undefined
        : this.store
            .list(account, region)
            .find(each => each.request.clientToken === clientToken);
    const told = ({ request: each }: { request: AutomationRequest }) =>
      JSON.stringify([
        each.documentName,
        each.documentVersion,
        each.parameters,
        each.mode,
        each.targetParameterName,
        each.targets,
        each.targetMaps,
        each.maxConcurrency,
        each.maxErrors,
      ]);
    if (known && told(known) !== told({ request })) {
      throw new AwsError(
        'IdempotentParameterMismatch',
        'Error returned when an idempotent operation is retried and the parameters do not match the original call to the API with the same idempotency token.',
      );
    }
    return known;
  }

  #enter(
    execution: AutomationExecution,
    run: (state: ExecutionState) => Promise<ListResult>,
  ): void {
    const state = ExecutionState.create(execution, this.#surroundings);
    this.#states.set(execution.id, state);
    this.#quota.enter(execution, at => {
      state.delayUntil(at);
      this.#scheduler
        .start(() => this.#live(state, run))
        .catch(error => this.#close(state, this.#defect(error)));
    });
  }

  #defect(error: unknown): ListResult {
    return { status: 'Failed', failureMessage: `Simulator defect: ${error}` };
  }

  async #live(
    state: ExecutionState,
    run: (state: ExecutionState) => Promise<ListResult>,
  ): Promise<void> {
    state.setStatus('InProgress');
    this.#close(state, await run(state));
  }

  #close(
    state: ExecutionState,
    { status, failureMessage }: ListResult,
    hadPlace = true,
  ): void {
    const { execution } = state;
    const { content } = execution.request;
    const resolve = resolverFor(execution, []);
    execution.endedAt = state.now;
    execution.failureMessage = failureMessage;
    execution.outputs = Object.fromEntries(
      content.outputs.map(name => {
        const value = resolve(name);
        return [name, value === undefined ? [NO_OUTPUT] : toOutput(value)];
      }),
    );
    this.#states.delete(execution.id);
    state.setStatus(status);
    this.#watchers.delete(execution.id);
    if (hadPlace) {
      this.#quota.leave(execution, state.now);
    }
  }

  #rateControl(
    state: ExecutionState,
    targets: readonly TargetRun[],
    childRequest: ChildRequest,
  ): RateControl {
    return RateControl.create(state, targets, {
      start: (target, now) => {
        const child = this.store.add(
          childRequest(target),
          now,
          state.execution.id,
        );
        this.#enter(child, inner =>
          StepList.create(inner, [...child.steps]).run(),
        );
        return child;
      },
      stop: (child, now) => this.stop(child, 'Cancel', now),
      watch: (child, changed) => this.#watchers.set(child.id, changed),
    });
  }

  /** Stops an execution: now, or before its next step. */
  stop(
    execution: AutomationExecution,
    how: 'Cancel' | 'Complete',
    now: number,
  ): void {
    if (isOver(execution.status)) {
      return;
    }
    execution.stop = how;
    const state = this.#states.get(execution.id);
    if (state && this.#quota.withdraw(execution)) {
      state.delayUntil(now);
      this.#close(state, { status: 'Cancelled' }, false);
      return;
    }
    state?.setStatus('Cancelling');
    state?.wake(now);
  }

  send(execution: AutomationExecution, signal: Signal): void {
    this.#states.get(execution.id)?.send(signal);
  }

  /** Has something done at a moment. */
  later(at: number, run: (at: number) => void): void {
    void this.#scheduler.start(async () => {
      run(await this.#scheduler.wait(at, Bell.create()));
    });
  }

  /** Lets happen what was to happen until now; resolves once it has. */
  catchUp(now: number): Promise<void> {
    return this.#scheduler.catchUp(now);
  }

  /** Nothing goes on any more. */
  end(): void {
    this.#scheduler.end();
  }
}
