import { AutomationExecution, isRateControl } from './types';

/** What an account may have at the same time in a Region. */
export const QUOTAS = {
  concurrent: 100,
  queued: 1000,
  rateControl: 25,
  queuedRateControl: 1000,
};

interface Waiting {
  readonly execution: AutomationExecution;
  readonly begin: (at: number) => void;
}

interface Lane {
  running: number;
  waiting: Waiting[];
}

/** Lets so many executions run at the same time; the others wait in line. */
export class Quota {
  readonly #lanes = new Map<string, Lane>();

  static create(): Quota {
    return new Quota();
  }

  private constructor() {}

  #laneOf(
    execution: Pick<AutomationExecution, 'request'>,
  ): [lane: Lane, places: number, queue: number] {
    const { account, region } = execution.request;
    const rate = isRateControl(execution);
    const key = `${account}/${region}/${rate}`;
    const lane = this.#lanes.get(key) ?? { running: 0, waiting: [] };
    this.#lanes.set(key, lane);
    return [
      lane,
      rate ? QUOTAS.rateControl : QUOTAS.concurrent,
      rate ? QUOTAS.queuedRateControl : QUOTAS.queued,
    ];
  }

  /** Whether one more could not even wait. */
  isFull(execution: Pick<AutomationExecution, 'request'>): boolean {
    const [lane, , queue] = this.#laneOf(execution);
    return lane.waiting.length >= queue;
  }

  /** Begins when there is a place: now, at the execution's start, or later. */
  enter(execution: AutomationExecution, begin: (at: number) => void): void {
    const [lane, places] = this.#laneOf(execution);
    if (lane.running < places) {
      lane.running += 1;
      begin(execution.startedAt);
    } else {
      lane.waiting.push({ execution, begin });
    }
  }

  /** Takes an execution out of the line; false if it does not wait. */
  withdraw(execution: AutomationExecution): boolean {
    const [lane] = this.#laneOf(execution);
    const left = lane.waiting.filter(each => each.execution !== execution);
    const waited = left.length < lane.waiting.length;
    lane.waiting = left;
    return waited;
  }

  /** Gives a place back. */
  leave(execution: AutomationExecution, at: number): void {
    const [lane] = this.#laneOf(execution);
    const next = lane.waiting.shift();
    if (next) {
      next.begin(at);
    } else {
      lane.running -= 1;
    }
  }
}
