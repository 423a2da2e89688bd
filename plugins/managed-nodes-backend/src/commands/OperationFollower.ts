import { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import { setTimeout as sleep } from 'node:timers/promises';
import { toSyncProblem } from '../aws/problems';
import { CommandReader } from './CommandReader';
import { CommandSender } from './CommandSender';
import { End } from './endNodes';
import { NodeRefresher, RefreshNodes } from './NodeRefresher';
import { OperationDispatch } from './OperationDispatch';
import { OperationProgress } from './OperationProgress';
import { commentOf } from './OperationSender';
import { OperationStore } from './OperationStore';
import { GroupOfOperation, OperationWork } from './OperationWork';

const AT_ONCE = 8;

/** What is said of nodes that AWS tells nothing of, by how their command is doing. */
const FORGOTTEN = {
  cancelled: 'The command was cancelled before it began there',
  ended: 'The command ended before it began there',
  unknown: 'AWS does not know this command any more',
};

const TIMES = {
  /** Least and most time between two looks at a command. */
  poll: [2_000, 15_000] as [number, number],
  /** How long AWS may not know a command that was just sent. */
  unknown: 300_000,
  /** How long it is tried to find out whether AWS took a command. */
  unanswered: 6 * 3_600_000,
  /** After that nobody waits for an end any more. */
  giveUp: 7 * 86_400_000,
  /** Before a node is read again whose report is not newer yet. */
  refresh: [5_000, 15_000, 60_000],
  /** Between two looks whether there is something to do. */
  beat: 1_000,
  /** How long one run of the task lasts. */
  run: 60_000,
};

interface OperationFollowerOptions {
  store: OperationStore;
  dispatch: OperationDispatch;
  work: OperationWork;
  progress: OperationProgress;
  reader: CommandReader;
  commands: Pick<CommandSender, 'cancel'>;
  refresh: RefreshNodes;
  logger: LoggerService;
  /** Other times, for tests. */
  times?: Partial<typeof TIMES>;
}

/**
 * Follows operations until nothing more happens in them, one replica at a
 * time. Never sends anything: nobody whose permission could be asked for is
 * there.
 */
export class OperationFollower {
  readonly #options: OperationFollowerOptions;
  readonly #times: typeof TIMES;
  readonly #refresher: NodeRefresher;
  readonly #limit = pLimit(AT_ONCE);

  static create(options: OperationFollowerOptions): OperationFollower {
    return new OperationFollower(options);
  }

  private constructor(options: OperationFollowerOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
    this.#refresher = NodeRefresher.create({
      ...options,
      delays: this.#times.refresh,
    });
  }

  /** Follows what is under way for a minute at most; returns at once when nothing is. */
  async run(signal: AbortSignal): Promise<void> {
    const until = Date.now() + this.#times.run;
    while (
      !signal.aborted &&
      Date.now() < until &&
      (await this.#options.work.any())
    ) {
      await this.step(signal);
      await sleep(this.#times.beat, undefined, { signal }).catch(() => {});
    }
  }

  /** Does what there is to do now. */
  async step(signal: AbortSignal): Promise<void> {
    const { work, progress } = this.#options;
    const now = Date.now();
    const touched = new Set<string>();
    for (const group of await work.abandoned(now)) {
      await this.#giveUp(
        group,
        'not-sent',
        'The portal stopped before it was sent',
      );
      touched.add(group.operation_id);
    }
    const adopting = (await work.unanswered(now)).map(group =>
      this.#limit(async () => {
        await this.#resolve(group, signal);
        touched.add(group.operation_id);
      }),
    );
    const polling = (await work.due(now)).map(group =>
      this.#limit(async () => {
        if (await this.#poll(group, signal)) {
          touched.add(group.operation_id);
        }
      }),
    );
    await Promise.all([...adopting, ...polling]);
    for (const id of [
      ...(await this.#refresher.refresh(signal)),
      ...(await work.toSettle()),
    ]) {
      touched.add(id);
    }
    for (const id of touched) {
      await progress.settle(id, Date.now());
    }
  }

  /** Lets go of a group, unless somebody is at it by now. */
  async #giveUp(
    group: GroupOfOperation,
    outcome: End['outcome'],
    detail: string,
  ): Promise<void> {
    await this.#options.dispatch.giveUp(
      { operationId: group.operation_id, number: group.number },
      group,
      { outcome, detail, now: Date.now() },
    );
  }

  /** Finds out whether AWS has what a sender that is gone was sending. */
  async #resolve(group: GroupOfOperation, signal: AbortSignal): Promise<void> {
    const { store, dispatch, reader, logger } = this.#options;
    const key = { operationId: group.operation_id, number: group.number };
    let commandId: string | undefined;
    try {
      const nodes = await store.openNodes(key);
      commandId = await reader.find(
        {
          account: group.account,
          region: group.region,
          document: group.document,
          nodeIds: nodes.map(node => node.node_id),
          comment: commentOf(group.operation_id, group.number),
        },
        Number(group.attempt_at),
        signal,
      );
    } catch (error) {
      const { message } = toSyncProblem(error, 'ssm:ListCommands');
      logger.warn(
        `Whether AWS has command ${group.number} of operation ${group.operation_id} is not known yet: ${message}`,
      );
      if (Date.now() - Number(group.attempt_at) > this.#times.unanswered) {
        await this.#giveUp(
          group,
          'failed',
          `Nobody knows whether AWS took the command: ${message}`,
        );
      }
      return;
    }
    if (commandId) {
      await dispatch.sent(key, commandId, Date.now());
      await this.#cancelIfWanted(group, commandId);
    } else {
      await this.#giveUp(
        group,
        'not-sent',
        'It could not be sent, and AWS has no command of it',
      );
    }
  }

  /** Who cancelled it while it was not known whether there is a command was allowed to. */
  async #cancelIfWanted(
    group: GroupOfOperation,
    commandId: string,
  ): Promise<void> {
    const { commands, logger } = this.#options;
    if (!group.cancelled_by) {
      return;
    }
    try {
      await commands.cancel(group, commandId, group.cancelled_by);
    } catch (error) {
      const { message } = toSyncProblem(error, 'ssm:CancelCommand');
      logger.error(`Command ${commandId} could not be cancelled: ${message}`);
    }
  }

  /** Whether anything is not as it was. */
  async #poll(group: GroupOfOperation, signal: AbortSignal): Promise<boolean> {
    const { work, progress, reader, logger } = this.#options;
    const key = { operationId: group.operation_id, number: group.number };
    const [least, most] = this.#times.poll;
    const later = Math.min(most, Math.ceil(group.poll_delay * 1.5));
    let changed: boolean;
    try {
      const reports = await reader.reports(
        group,
        group.command_id ?? '',
        signal,
      );
      changed = await progress.report(key, reports, Date.now());
      changed =
        (await this.#endForgotten(
          group,
          new Set(reports.map(({ nodeId }) => nodeId)),
          signal,
        )) || changed;
    } catch (error) {
      const { message } = toSyncProblem(error, 'ssm:ListCommandInvocations');
      logger.warn(`Command ${group.command_id} cannot be followed: ${message}`);
      // Time passes for what cannot be seen, too.
      changed = await this.#endForgotten(group, undefined, signal);
      await work.lookAgain(group, most, Date.now());
      return changed;
    }
    await work.lookAgain(group, changed ? least : later, Date.now());
    return changed;
  }

  /**
   * Ends nodes that AWS tells nothing of any more. While the command goes on
   * it is not said that a node is forgotten: its turn may not have come.
   */
  async #endForgotten(
    group: GroupOfOperation,
    told: Set<string> | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, progress, reader } = this.#options;
    const age = Date.now() - Number(group.sent_at);
    const givenUp = age > this.#times.giveUp;
    if (!givenUp && (!told || age <= this.#times.unknown)) {
      return false;
    }
    const open = await store.openNodes({
      operationId: group.operation_id,
      number: group.number,
    });
    const forgotten = open.filter(node => givenUp || !told?.has(node.node_id));
    if (!forgotten.length) {
      return false;
    }
    const status = givenUp
      ? 'unknown'
      : await reader.status(group, group.command_id ?? '', signal);
    if (status === 'open') {
      return false;
    }
    await progress.end(
      group.operation_id,
      forgotten.map(({ name }) => name),
      {
        outcome: status === 'cancelled' ? 'cancelled' : 'failed',
        detail: givenUp ? 'It did not end within a week' : FORGOTTEN[status],
        now: Date.now(),
      },
    );
    return true;
  }
}
