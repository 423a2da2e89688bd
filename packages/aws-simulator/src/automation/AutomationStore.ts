import { randomUUID } from 'crypto';
import { pendingRecord } from './records';
import { AutomationExecution, AutomationRequest, isOver } from './types';

/** Automation forgets what is older than 30 days. */
const KEPT = 30 * 86_400_000;
const LAST_SEQ = 1_000_000_000;

/** Every execution there was, by account and Region. */
export class AutomationStore {
  readonly #executions = new Map<string, AutomationExecution[]>();
  readonly #byId = new Map<string, AutomationExecution>();
  #nextSeq = 1;

  static create(): AutomationStore {
    return new AutomationStore();
  }

  private constructor() {}

  /** Remembers an execution that is to begin. */
  add(
    request: AutomationRequest,
    now: number,
    parentId?: string,
  ): AutomationExecution {
    const { content } = request;
    const rateControl =
      request.targets !== undefined || request.targetMaps !== undefined;
    const execution: AutomationExecution = {
      request,
      id: randomUUID(),
      seq: this.#nextSeq,
      startedAt: now,
      tags: request.tags,
      parentId,
      status: 'Pending',
      endedAt: undefined,
      failureMessage: undefined,
      currentStep: undefined,
      // A parent has a step for each of its targets instead.
      steps: rateControl ? [] : content.steps.map(step => pendingRecord(step)),
      variables: Object.fromEntries(
        Object.entries(content.variables).flatMap(([name, variable]) =>
          variable.default === undefined ? [] : [[name, variable.default]],
        ),
      ),
      outputs: {},
      resolved: undefined,
      stop: undefined,
    };
    this.#nextSeq += 1;
    this.#byId.set(execution.id, execution);
    const key = `${request.account}/${request.region}`;
    const list = this.#executions.get(key);
    if (list) {
      list.push(execution);
      this.#forget(list, now - KEPT);
    } else {
      this.#executions.set(key, [execution]);
    }
    return execution;
  }

  #forget(list: AutomationExecution[], before: number): void {
    while (
      list.length &&
      list[0].startedAt < before &&
      isOver(list[0].status)
    ) {
      this.#byId.delete(list[0].id);
      list.shift();
    }
  }

  /** Oldest first. Not to be changed. */
  list(account: string, region: string): readonly AutomationExecution[] {
    return this.#executions.get(`${account}/${region}`) ?? [];
  }

  find(
    account: string,
    region: string,
    id: string,
  ): AutomationExecution | undefined {
    const found = this.#byId.get(id);
    return found?.request.account === account && found.request.region === region
      ? found
      : undefined;
  }

  /** All of every account and Region, oldest first. */
  all(): AutomationExecution[] {
    return [...this.#byId.values()];
  }

  /** Where an execution stands in a listing that begins with the newest. */
  static positionOf({ seq }: AutomationExecution): number {
    return LAST_SEQ - seq;
  }
}
