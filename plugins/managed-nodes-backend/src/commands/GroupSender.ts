import { LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { toSyncProblem } from '../aws/problems';
import { End } from './endNodes';
import { GroupKey } from './groupRows';
import { OperationDispatch } from './OperationDispatch';
import { OperationObserver, OperationProgress } from './OperationProgress';
import { OperationStore } from './OperationStore';
import { Recheck, Sending } from './sending';
import { SendResult, Transports } from './Transport';
import { requireTransport, TRANSPORT_WORDS } from './transportWords';
import { GroupRow, isOpen, OperationNodeRow, OperationRow } from './types';

interface GroupSenderOptions {
  store: OperationStore;
  dispatch: OperationDispatch;
  progress: OperationProgress;
  transports: Transports;
  observer?: OperationObserver;
  logger: LoggerService;
}

function cancelled(): End {
  return {
    outcome: 'cancelled',
    detail: 'It was cancelled before it was sent',
    now: Date.now(),
  };
}

/** Sends single groups of operations, each once. */
export class GroupSender {
  readonly #options: GroupSenderOptions;

  static create(options: GroupSenderOptions): GroupSender {
    return new GroupSender(options);
  }

  private constructor(options: GroupSenderOptions) {
    this.#options = options;
  }

  /** Sends a group that this process has taken, or notes why it is not sent. */
  async send(
    operation: OperationRow,
    group: GroupRow,
    sending: Sending,
  ): Promise<void> {
    const { store, dispatch } = this.#options;
    const key = { operationId: operation.id, number: group.number };
    const all = await store.nodes(key);
    const planned = all.filter(isOpen);
    const unfit = await this.#unfit(planned, sending.recheck);
    const whole = unfit.get('');
    if (whole !== undefined) {
      await this.#groupNotSent(operation, group, planned, whole);
      return;
    }
    await this.#notSent(operation, unfit);
    const nodes = planned.filter(({ name }) => !unfit.has(name));
    if (!nodes.length && all.length) {
      await dispatch.unsent(key, cancelled());
      return;
    }
    const result = await this.#hand(operation, group, nodes, sending);
    await this.#notSent(
      operation,
      new Map(
        nodes.flatMap(({ name, node_id: id }) => {
          const why = result.refused.get(id);
          return why ? [[name, why] as const] : [];
        }),
      ),
    );
    if (result.commandId) {
      await this.#keep(operation, group, key, result.commandId, result.named);
    } else if (!result.unknown && result.failure !== undefined) {
      const left = nodes.filter(node => !result.refused.has(node.node_id));
      await this.#groupNotSent(operation, group, left, result.failure);
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
      if (error instanceof NotAllowedError) {
        return new Map([['', error.message]]);
      }
      this.#options.logger.error(
        'It could not be checked whether nodes may take part',
        error instanceof Error ? error : new Error(String(error)),
      );
      return new Map(
        names.length
          ? names.map(name => [
              name,
              'It could not be checked whether this may be done to it',
            ])
          : [['', 'It could not be checked whether this may be done']],
      );
    }
  }

  /** Notes that nothing of a group is sent. */
  async #groupNotSent(
    operation: OperationRow,
    group: GroupRow,
    nodes: OperationNodeRow[],
    why: string,
  ): Promise<void> {
    const { dispatch, observer } = this.#options;
    const key = { operationId: operation.id, number: group.number };
    await dispatch.unsent(key, {
      outcome: 'not-sent',
      detail: why,
      now: Date.now(),
    });
    const place = `${group.account}/${group.region}`;
    const names = nodes.length ? nodes.map(({ name }) => name) : [place];
    observer?.leftOut?.(operation, new Map(names.map(name => [name, why])));
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
