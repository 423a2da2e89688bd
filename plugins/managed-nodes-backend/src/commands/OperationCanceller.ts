import { ServiceUnavailableError } from '@backstage/errors';
import { toSyncProblem } from '../aws/problems';
import { CommandSender } from './CommandSender';
import { OperationDispatch } from './OperationDispatch';
import { OperationProgress } from './OperationProgress';
import { OperationStore } from './OperationStore';

/** Cancels operations in the name of a person. */
export class OperationCanceller {
  readonly #store: OperationStore;
  readonly #dispatch: OperationDispatch;
  readonly #progress: OperationProgress;
  readonly #commands: CommandSender;

  static create(options: {
    store: OperationStore;
    dispatch: OperationDispatch;
    progress: OperationProgress;
    commands: CommandSender;
  }): OperationCanceller {
    return new OperationCanceller(options);
  }

  private constructor(options: {
    store: OperationStore;
    dispatch: OperationDispatch;
    progress: OperationProgress;
    commands: CommandSender;
  }) {
    this.#store = options.store;
    this.#dispatch = options.dispatch;
    this.#progress = options.progress;
    this.#commands = options.commands;
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
    const problems: string[] = [];
    for (const group of await this.#store.groups(operationId)) {
      if (group.state === 'sent' && group.command_id) {
        try {
          await this.#commands.cancel(group, group.command_id, by);
        } catch (error) {
          problems.push(toSyncProblem(error, 'ssm:CancelCommand').message);
        }
      }
    }
    await this.#progress.settle(operationId, Date.now());
    if (problems.length) {
      throw new ServiceUnavailableError(
        `${problems.length} of the commands could not be cancelled: ${problems[0]}`,
      );
    }
  }
}
