import { ServiceUnavailableError } from '@backstage/errors';
import { toSyncProblem } from '../aws/problems';
import { CommandSender } from './CommandSender';
import { OperationProgress } from './OperationProgress';
import { OperationStore } from './OperationStore';

/** Cancels operations in the name of a person. */
export class OperationCanceller {
  readonly #store: OperationStore;
  readonly #progress: OperationProgress;
  readonly #commands: CommandSender;

  static create(options: {
    store: OperationStore;
    progress: OperationProgress;
    commands: CommandSender;
  }): OperationCanceller {
    return new OperationCanceller(options);
  }

  private constructor(options: {
    store: OperationStore;
    progress: OperationProgress;
    commands: CommandSender;
  }) {
    this.#store = options.store;
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
    for (const key of await this.#store.cancel(operationId, by, Date.now())) {
      const nodes = await this.#store.openNodes(key);
      await this.#progress.end(
        operationId,
        nodes.map(({ name }) => name),
        'cancelled',
        'It was cancelled before it was sent',
        Date.now(),
      );
    }
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
