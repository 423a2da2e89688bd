import { LoggerService } from '@backstage/backend-plugin-api';
import { toSyncProblem } from '../aws/problems';
import { End } from './endNodes';
import { GroupKey, OperationDispatch } from './OperationDispatch';
import { OperationObserver, OperationProgress } from './OperationProgress';
import { OperationStore } from './OperationStore';
import { SendResult, SessionStatement, Transports } from './Transport';
import { requireTransport, TRANSPORT_WORDS } from './transportWords';
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
  dispatch: OperationDispatch;
  progress: OperationProgress;
  transports: Transports;
  observer?: OperationObserver;
  logger: LoggerService;
}

/** How an operation is sent. */
export interface Sending {
  recheck: Recheck;
  /** Whether a group may be sent again when its answer was lost and AWS shows none. */
  repeatable: boolean;
  /** What the session may do besides, for what the steps of an Automation document do. */
  statements?: SessionStatement[];
}

function cancelled(): End {
  return {
    outcome: 'cancelled',
    detail: 'It was cancelled before it was sent',
    now: Date.now(),
  };
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
        await this.#sendGroup(operation, group, key, sending);
        await progress.settle(operation.id, Date.now());
      }
    }
    await dispatch.doneSending(operation.id);
    await progress.settle(operation.id, Date.now());
  }

  async #sendGroup(
    operation: OperationRow,
    group: GroupRow,
    key: GroupKey,
    sending: Sending,
  ): Promise<void> {
    const { store, dispatch } = this.#options;
    const planned = await store.openNodes(key);
    const unfit = await this.#unfit(planned, sending.recheck);
    await this.#notSent(operation, unfit);
    const nodes = planned.filter(({ name }) => !unfit.has(name));
    if (!nodes.length) {
      await dispatch.unsent(key, cancelled());
      return;
    }
    const result = await this.#hand(operation, group, nodes, sending);
    await this.#notSent(
      operation,
      new Map(
        nodes.flatMap(({ name, node_id: id }) => {
          const why = result.refused.get(id) ?? result.failure;
          return why ? [[name, why] as const] : [];
        }),
      ),
    );
    if (result.commandId) {
      await this.#keep(operation, group, key, result.commandId, result.named);
    } else if (!result.unknown) {
      await dispatch.unsent(key, cancelled());
    }
    // Of what is not known, whoever follows the operation finds out.
  }

  /** Hands a group to AWS. */
  async #hand(
    operation: OperationRow,
    group: GroupRow,
    nodes: OperationNodeRow[],
    { repeatable, statements }: Sending,
  ): Promise<SendResult> {
    const { transports, dispatch } = this.#options;
    const transport = transports[operation.transport];
    if (!transport) {
      return {
        commandId: undefined,
        refused: new Map(),
        failure: `This portal sends no ${
          TRANSPORT_WORDS[operation.transport].many
        }`,
        unknown: false,
        named: false,
      };
    }
    return transport.send(
      {
        account: group.account,
        region: group.region,
        operationId: operation.id,
        number: group.number,
        document: operation.document,
        version: operation.version,
        parameters: JSON.parse(operation.parameters),
        nodesParameter: operation.nodes_parameter,
        nodeIds: nodes.map(node => node.node_id),
        maxConcurrency: group.max_concurrency,
        maxErrors: group.max_errors,
        repeatable,
        statements,
      },
      operation.started_by,
      () =>
        dispatch.stillTaken(
          { operationId: operation.id, number: group.number },
          Date.now(),
        ),
    );
  }

  /** Notes what AWS has of a group. */
  async #keep(
    operation: OperationRow,
    group: GroupRow,
    key: GroupKey,
    commandId: string,
    named: boolean,
  ): Promise<void> {
    const { store, dispatch, logger } = this.#options;
    const { one } = TRANSPORT_WORDS[operation.transport];
    const kept = await dispatch.sent(
      key,
      commandId,
      Date.now(),
      named ? 'person' : 'portal',
    );
    if (!kept) {
      // Its nodes may be another operation's by now.
      logger.error(
        `AWS took ${one} ${commandId} of operation ${operation.id} after that was given up; it is cancelled`,
      );
      await this.#cancel(operation, group, commandId, operation.started_by);
      return;
    }
    // Somebody may have cancelled it while it was on its way.
    const now = await store.get(operation.id);
    if (now?.cancelled_by) {
      await this.#cancel(operation, group, commandId, now.cancelled_by);
    }
  }

  async #cancel(
    { id, transport }: OperationRow,
    group: GroupRow,
    commandId: string,
    by: string,
  ): Promise<void> {
    const { transports, logger } = this.#options;
    const { one, cancel } = TRANSPORT_WORDS[transport];
    try {
      const { account, region } = group;
      await requireTransport(transports, transport).cancel(
        { account, region },
        commandId,
        by,
      );
    } catch (error) {
      const { message } = toSyncProblem(error, cancel);
      logger.error(
        `The ${one} ${commandId} of operation ${id} could not be cancelled: ${message}`,
      );
    }
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
    operation: OperationRow,
    reasons: Map<string, string>,
  ): Promise<void> {
    const { progress, observer } = this.#options;
    const byReason = new Map<string, string[]>();
    for (const [name, why] of reasons) {
      byReason.set(why, [...(byReason.get(why) ?? []), name]);
    }
    for (const [why, names] of byReason) {
      await progress.end(operation.id, names, {
        outcome: 'not-sent',
        detail: why,
        now: Date.now(),
      });
    }
    if (reasons.size) {
      observer?.leftOut?.(operation, reasons);
    }
  }
}
