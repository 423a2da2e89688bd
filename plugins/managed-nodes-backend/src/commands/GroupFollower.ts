import { LoggerService } from '@backstage/backend-plugin-api';
import { toSyncProblem } from '../aws/problems';
import { FollowTimes } from './followTimes';
import { OperationProgress } from './OperationProgress';
import { OperationStore } from './OperationStore';
import { GroupOfOperation, OperationWork } from './OperationWork';
import { Transports } from './Transport';
import { requireTransport, TRANSPORT_WORDS } from './transportWords';

interface GroupFollowerOptions {
  store: OperationStore;
  work: OperationWork;
  progress: OperationProgress;
  transports: Transports;
  logger: LoggerService;
  times: Pick<FollowTimes, 'poll' | 'unknown' | 'giveUp'>;
}

/** Looks how groups are doing that AWS has. */
export class GroupFollower {
  readonly #options: GroupFollowerOptions;

  static create(options: GroupFollowerOptions): GroupFollower {
    return new GroupFollower(options);
  }

  private constructor(options: GroupFollowerOptions) {
    this.#options = options;
  }

  /**
   * Looks at a group once, and says when to look again.
   *
   * @returns whether anything is not as it was.
   */
  async look(group: GroupOfOperation, signal: AbortSignal): Promise<boolean> {
    const { work, progress, store, transports, logger, times } = this.#options;
    const { account, region, transport } = group;
    const key = { operationId: group.operation_id, number: group.number };
    const [least, most] = times.poll;
    const later = Math.min(most, Math.ceil(group.poll_delay * 1.5));
    let changed: boolean;
    try {
      const open = await store.openNodes(key);
      const { nodes } = await requireTransport(transports, transport).reports(
        { account, region, nodeIds: open.map(node => node.node_id) },
        group.command_id ?? '',
        signal,
      );
      changed = await progress.report(key, nodes, Date.now());
      const told = new Set(nodes.map(({ nodeId }) => nodeId));
      changed = (await this.#endForgotten(group, told, signal)) || changed;
    } catch (error) {
      const { one, reports } = TRANSPORT_WORDS[transport];
      const { message } = toSyncProblem(error, reports);
      logger.warn(
        `The ${one} ${group.command_id} cannot be followed: ${message}`,
      );
      // Time passes for what cannot be seen, too.
      changed = await this.#endForgotten(group, undefined, signal);
      await work.lookAgain(group, most, Date.now());
      return changed;
    }
    await work.lookAgain(group, changed ? least : later, Date.now());
    return changed;
  }

  /**
   * Ends nodes that AWS tells nothing of any more. While the whole goes on it
   * is not said that a node is forgotten: its turn may not have come.
   */
  async #endForgotten(
    group: GroupOfOperation,
    told: Set<string> | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, progress, transports, times } = this.#options;
    const { account, region, transport } = group;
    const age = Date.now() - Number(group.sent_at);
    const givenUp = age > times.giveUp;
    if (!givenUp && (!told || age <= times.unknown)) {
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
      : await requireTransport(transports, transport).status(
          { account, region },
          group.command_id ?? '',
          signal,
        );
    if (status === 'open') {
      return false;
    }
    await progress.end(
      group.operation_id,
      forgotten.map(({ name }) => name),
      {
        outcome: status === 'cancelled' ? 'cancelled' : 'failed',
        detail: givenUp
          ? 'It did not end within a week'
          : TRANSPORT_WORDS[transport].forgotten[status],
        now: Date.now(),
      },
    );
    return true;
  }
}
