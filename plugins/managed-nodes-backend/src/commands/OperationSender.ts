import { LoggerService } from '@backstage/backend-plugin-api';
import { CommandSender } from './CommandSender';
import { OperationProgress } from './OperationProgress';
import { GroupKey, OperationStore } from './OperationStore';
import { GroupRow, OperationNodeRow, OperationRow } from './types';

/** Asked right before each command is sent. */
export interface Recheck {
  /**
   * Whether nodes may still take part.
   *
   * @returns those that may not, with why, by name.
   */
  (names: string[]): Promise<Map<string, string>>;
}

interface OperationSenderOptions {
  store: OperationStore;
  progress: OperationProgress;
  commands: CommandSender;
  logger: LoggerService;
}

/** What tells the commands of an operation from all others. */
export function commentOf(operationId: string, number: number): string {
  return `Backstage ${operationId} #${number}`;
}

/**
 * Sends the commands of operations, one after the other, in the process that
 * took the request: what lets a person do it stays in its memory. When it goes
 * away before it is done, the rest is never sent.
 */
export class OperationSender {
  readonly #options: OperationSenderOptions;
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  static create(options: OperationSenderOptions): OperationSender {
    return new OperationSender(options);
  }

  private constructor(options: OperationSenderOptions) {
    this.#options = options;
  }

  /** Begins to send what was planned. */
  start(operation: OperationRow, recheck: Recheck): void {
    const run = this.#run(operation, recheck).catch(error => {
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

  async #run(operation: OperationRow, recheck: Recheck): Promise<void> {
    const { store, progress } = this.#options;
    for (const group of await store.groups(operation.id)) {
      if (this.#stopped) {
        // Without a word: whoever follows the operation tells.
        return;
      }
      const key = { operationId: operation.id, number: group.number };
      if (await store.take(key, Date.now())) {
        await this.#sendGroup(operation, group, key, recheck);
        await progress.settle(operation.id, Date.now());
      }
    }
    await store.doneSending(operation.id);
    await progress.settle(operation.id, Date.now());
  }

  async #sendGroup(
    operation: OperationRow,
    group: GroupRow,
    key: GroupKey,
    recheck: Recheck,
  ): Promise<void> {
    const { store, commands, progress } = this.#options;
    const planned = await store.openNodes(key);
    const unfit = await this.#unfit(planned, recheck);
    await this.#notSent(operation.id, unfit);
    const nodes = planned.filter(({ name }) => !unfit.has(name));
    if (!nodes.length) {
      await store.unsent(key);
      return;
    }
    const result = await commands.send(
      {
        account: group.account,
        region: group.region,
        document: operation.document,
        parameters: JSON.parse(operation.parameters),
        nodeIds: nodes.map(node => node.node_id),
        maxConcurrency: group.max_concurrency,
        maxErrors: group.max_errors,
        comment: commentOf(operation.id, group.number),
      },
      operation.started_by,
      () => store.stillTaken(key, Date.now()),
    );
    await this.#notSent(
      operation.id,
      new Map(
        nodes.flatMap(({ name, node_id: id }) => {
          const why = result.refused.get(id);
          return why ? [[name, why] as const] : [];
        }),
      ),
    );
    if (result.commandId) {
      await store.sent(
        key,
        result.commandId,
        Date.now(),
        result.named ? 'person' : 'portal',
      );
      await this.#cancelIfWanted(operation, group, result.commandId);
      return;
    }
    if (result.unknown) {
      // Whoever follows the operation finds out whether AWS has it.
      return;
    }
    await store.unsent(key);
    await progress.end(
      operation.id,
      nodes.map(({ name }) => name),
      'cancelled',
      'It was cancelled before it was sent',
      Date.now(),
    );
  }

  async #unfit(
    nodes: OperationNodeRow[],
    recheck: Recheck,
  ): Promise<Map<string, string>> {
    const names = nodes.map(({ name }) => name);
    try {
      return await recheck(names);
    } catch (error) {
      this.#options.logger.error(
        'It could not be checked whether nodes may take part',
        error instanceof Error ? error : new Error(String(error)),
      );
      return new Map(
        names.map(name => [
          name,
          'It could not be checked whether this may be done to it',
        ]),
      );
    }
  }

  async #notSent(
    operationId: string,
    reasons: Map<string, string>,
  ): Promise<void> {
    const byReason = new Map<string, string[]>();
    for (const [name, why] of reasons) {
      byReason.set(why, [...(byReason.get(why) ?? []), name]);
    }
    for (const [why, names] of byReason) {
      await this.#options.progress.end(
        operationId,
        names,
        'not-sent',
        why,
        Date.now(),
      );
    }
  }

  /** Somebody may have cancelled it while it was on its way. */
  async #cancelIfWanted(
    operation: OperationRow,
    group: GroupRow,
    commandId: string,
  ): Promise<void> {
    const { store, commands } = this.#options;
    const now = await store.get(operation.id);
    if (now?.cancelled_at) {
      await commands.cancel(group, commandId, operation.started_by);
    }
  }
}
