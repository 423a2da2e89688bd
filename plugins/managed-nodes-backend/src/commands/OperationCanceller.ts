import { ServiceUnavailableError } from '@backstage/errors';
import { toSyncProblem } from '../aws/problems';
import { OperationDispatch } from './OperationDispatch';
import { OperationProgress } from './OperationProgress';
import { OperationStore } from './OperationStore';
import { Transports } from './Transport';
import { requireTransport, TRANSPORT_WORDS } from './transportWords';

/** Cancels operations in the name of a person. */
export class OperationCanceller {
  readonly #store: OperationStore;
  readonly #dispatch: OperationDispatch;
  readonly #progress: OperationProgress;
  readonly #transports: Transports;

  static create(options: {
    store: OperationStore;
    dispatch: OperationDispatch;
    progress: OperationProgress;
    transports: Transports;
  }): OperationCanceller {
    return new OperationCanceller(options);
  }

  private constructor(options: {
    store: OperationStore;
    dispatch: OperationDispatch;
    progress: OperationProgress;
    transports: Transports;
  }) {
    this.#store = options.store;
    this.#dispatch = options.dispatch;
    this.#progress = options.progress;
    this.#transports = options.transports;
  }

  /**
   * Sends nothing more of an operation, and cancels what AWS has of it. May be
   * done again for what could not be cancelled.
   *
   * @param by - entity ref of the user
   * @throws ServiceUnavailableError when AWS did not take all of it.
   */
  async cancel(operationId: string, by: string): Promise<void> {
    await this.#dispatch.cancel(operationId, by, {
      outcome: 'cancelled',
      detail: 'It was cancelled before it was sent',
      now: Date.now(),
    });
    const operation = await this.#store.get(operationId);
    const kind = operation?.transport ?? 'command';
    const words = TRANSPORT_WORDS[kind];
    const problems: string[] = [];
    for (const group of await this.#store.groups(operationId)) {
      if (group.state === 'sent' && group.command_id) {
        try {
          const { account, region } = group;
          await requireTransport(this.#transports, kind).cancel(
            { account, region },
            group.command_id,
            by,
          );
        } catch (error) {
          problems.push(toSyncProblem(error, words.cancel).message);
        }
      }
    }
    await this.#progress.settle(operationId, Date.now());
    if (problems.length) {
      throw new ServiceUnavailableError(
        `${problems.length} of the ${words.many} could not be cancelled: ${problems[0]}`,
      );
    }
  }
}
