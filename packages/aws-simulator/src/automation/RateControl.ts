import { concurrencyOf, errorsOf } from '../commands/rates';
import { ExecutionState } from './ExecutionState';
import { ListResult, pendingRecord } from './records';
import { readStep } from '../documents/steps';
import { AutomationExecution, isOver, StepRecord } from './types';

/** Automation's own defaults. */
const DEFAULT_CONCURRENCY = '10';
const DEFAULT_ERRORS = '0';

/** What is to be done for one of many targets. */
export interface TargetRun {
  /** How the step of the parent is called. */
  readonly name: string;
  /** Parameters that it is given, other than the parent's. */
  readonly parameters: Readonly<Record<string, string[]>>;
}

/** How children are started and told of. */
export interface Children {
  start(target: TargetRun, now: number): AutomationExecution;
  stop(child: AutomationExecution, now: number): void;
  /** Has the parent woken whenever the child changed. */
  watch(child: AutomationExecution, changed: (at: number) => void): void;
}

interface Running {
  readonly child: AutomationExecution;
  readonly record: StepRecord;
}

/** Does the same for many targets, so many at a time, until too many failed. */
export class RateControl {
  readonly #state: ExecutionState;
  readonly #targets: readonly TargetRun[];
  readonly #children: Children;

  static create(
    state: ExecutionState,
    targets: readonly TargetRun[],
    children: Children,
  ): RateControl {
    return new RateControl(state, targets, children);
  }

  private constructor(
    state: ExecutionState,
    targets: readonly TargetRun[],
    children: Children,
  ) {
    this.#state = state;
    this.#targets = targets;
    this.#children = children;
  }

  /** Runs them all, or until it is stopped. */
  async run(): Promise<ListResult> {
    const { execution } = this.#state;
    const { maxConcurrency, maxErrors } = execution.request;
    const total = this.#targets.length;
    const places = concurrencyOf(maxConcurrency ?? DEFAULT_CONCURRENCY, total);
    const mostErrors = errorsOf(maxErrors ?? DEFAULT_ERRORS, total);
    const running = new Set<Running>();
    let next = 0;
    let cancelling = false;
    for (;;) {
      this.#reap(running);
      const tooMany = this.#count('Failed', 'TimedOut') > mostErrors;
      if (execution.stop === 'Cancel' && !cancelling) {
        cancelling = true;
        running.forEach(({ child }) =>
          this.#children.stop(child, this.#state.now),
        );
      }
      while (
        !tooMany &&
        !execution.stop &&
        running.size < places &&
        next < total
      ) {
        running.add(this.#begin(this.#targets[next]));
        next += 1;
      }
      if (!running.size) {
        return this.#result(tooMany);
      }
      await this.#state.wait(Infinity);
    }
  }

  #begin(target: TargetRun): Running {
    const state = this.#state;
    const child = this.#children.start(target, state.now);
    const record = pendingRecord(
      readStep({ name: target.name, action: 'aws:executeAutomation' }),
    );
    record.status = 'InProgress';
    record.startedAt = state.now;
    record.inputs = {
      DocumentName: JSON.stringify(child.request.documentName),
      RuntimeParameters: JSON.stringify(target.parameters),
    };
    record.values = { ExecutionId: child.id };
    state.execution.steps.push(record);
    this.#children.watch(child, at => state.wake(at));
    return { child, record };
  }

  #reap(running: Set<Running>): void {
    for (const each of running) {
      const { child, record } = each;
      if (isOver(child.status)) {
        record.status = child.status;
        record.endedAt = child.endedAt;
        record.failureMessage = child.failureMessage;
        running.delete(each);
      } else if (child.status !== 'Pending') {
        record.status = child.status;
      }
    }
  }

  #count(...statuses: string[]): number {
    return this.#state.execution.steps.filter(({ status }) =>
      statuses.includes(status),
    ).length;
  }

  #result(tooMany: boolean): ListResult {
    const { execution } = this.#state;
    if (execution.stop || this.#count('Cancelled')) {
      return { status: 'Cancelled' };
    }
    const failed = this.#count('Failed', 'TimedOut');
    if (tooMany) {
      return {
        status: 'Failed',
        failureMessage: `The automation stopped after ${failed} of ${
          this.#targets.length
        } targets failed, which is more than MaxErrors allows.`,
      };
    }
    if (failed) {
      return {
        status: this.#count('Failed') ? 'Failed' : 'TimedOut',
        failureMessage: `${failed} of ${
          this.#targets.length
        } targets did not succeed.`,
      };
    }
    return { status: 'Success' };
  }
}
