import { LoggerService } from '@backstage/backend-plugin-api';
import { OperationDispatch } from './OperationDispatch';
import { GroupSender } from './GroupSender';
import { OperationObserver, OperationProgress } from './OperationProgress';
import { OperationStore } from './OperationStore';
import { Sending } from './sending';
import { Transports } from './Transport';
import { OperationRow } from './types';

export type { Recheck, Sending } from './sending';

interface OperationSenderOptions {
  store: OperationStore;
  dispatch: OperationDispatch;
  progress: OperationProgress;
  transports: Transports;
  observer?: OperationObserver;
  logger: LoggerService;
}

/**
 * Sends the commands of operations, one after the other, in the process that
 * took the request: what lets a person do it stays in its memory. When it goes
 * away before it is done, the rest is never sent.
 */
export class OperationSender {
  readonly #options: OperationSenderOptions;
  readonly #groups: GroupSender;
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  static create(options: OperationSenderOptions): OperationSender {
    return new OperationSender(options);
  }

  private constructor(options: OperationSenderOptions) {
    this.#options = options;
    this.#groups = GroupSender.create(options);
  }

  /** Begins to send what was planned. */
  start(operation: OperationRow, sending: Sending): void {
    const run = this.#run(operation, sending).catch(error => {
      this.#options.logger.error(
        `Operation ${operation.id} was not sent to its end`,
        error instanceof Error ? error : new Error(String(error)),
      );
    });
    this.#running.add(run);
    run.finally(() => this.#running.delete(run));
  }

  /** Begins no further command, and waits for those being sent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  /** Waits until nothing is being sent. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(operation: OperationRow, sending: Sending): Promise<void> {
    const { store, dispatch, progress } = this.#options;
    for (const group of await store.groups(operation.id)) {
      if (this.#stopped) {
        // Without a word: whoever follows the operation tells.
        return;
      }
      const key = { operationId: operation.id, number: group.number };
      if (await dispatch.take(key, Date.now())) {
        await this.#groups.send(operation, group, sending);
        await progress.settle(operation.id, Date.now());
      }
    }
    await dispatch.doneSending(operation.id);
    await progress.settle(operation.id, Date.now());
  }
}
