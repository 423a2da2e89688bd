import { LoggerService } from '@backstage/backend-plugin-api';
import { toSyncProblem } from '../aws/problems';
import { FollowTimes } from './followTimes';
import { OperationDispatch } from './OperationDispatch';
import { OperationStore } from './OperationStore';
import { GroupOfOperation } from './OperationWork';
import { Transports } from './Transport';
import { requireTransport, TRANSPORT_WORDS } from './transportWords';

interface GroupFinderOptions {
  store: OperationStore;
  dispatch: OperationDispatch;
  transports: Transports;
  logger: LoggerService;
  times: Pick<FollowTimes, 'unanswered'>;
}

/** Finds out whether AWS has groups whose senders are gone. Never sends anything. */
export class GroupFinder {
  readonly #options: GroupFinderOptions;

  static create(options: GroupFinderOptions): GroupFinder {
    return new GroupFinder(options);
  }

  private constructor(options: GroupFinderOptions) {
    this.#options = options;
  }

  /** Notes what AWS has of a group that was being sent; lets go of it when that is nothing. */
  async resolve(group: GroupOfOperation, signal: AbortSignal): Promise<void> {
    const { dispatch, logger, times } = this.#options;
    const key = { operationId: group.operation_id, number: group.number };
    const { one, find } = TRANSPORT_WORDS[group.transport];
    const attempted = Number(group.attempt_at);
    let id: string | undefined;
    try {
      id = await this.#find(group, attempted, signal);
    } catch (error) {
      const { message } = toSyncProblem(error, find);
      logger.warn(
        `Whether AWS has ${one} ${group.number} of operation ${group.operation_id} is not known yet: ${message}`,
      );
      if (Date.now() - attempted > times.unanswered) {
        await dispatch.giveUp(key, group, {
          outcome: 'failed',
          detail: `Nobody knows whether AWS took the ${one}: ${message}`,
          now: Date.now(),
        });
      }
      return;
    }
    if (id) {
      await dispatch.sent(key, id, Date.now());
      await this.#cancelIfWanted(group, id);
    } else {
      await dispatch.giveUp(key, group, {
        outcome: 'not-sent',
        detail: `It could not be sent, and AWS has no ${one} of it`,
        now: Date.now(),
      });
    }
  }

  async #find(
    group: GroupOfOperation,
    since: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { store, transports } = this.#options;
    const nodes = await store.openNodes({
      operationId: group.operation_id,
      number: group.number,
    });
    return requireTransport(transports, group.transport).find(
      {
        account: group.account,
        region: group.region,
        operationId: group.operation_id,
        number: group.number,
        document: group.document,
        nodeIds: nodes.map(node => node.node_id),
      },
      since,
      signal,
    );
  }

  /** Who cancelled it while it was not known whether AWS has it was allowed to. */
  async #cancelIfWanted(group: GroupOfOperation, id: string): Promise<void> {
    const { transports, logger } = this.#options;
    if (!group.cancelled_by) {
      return;
    }
    const { account, region, transport } = group;
    const { one, cancel } = TRANSPORT_WORDS[transport];
    try {
      await requireTransport(transports, transport).cancel(
        { account, region },
        id,
        group.cancelled_by,
      );
    } catch (error) {
      const { message } = toSyncProblem(error, cancel);
      logger.error(`The ${one} ${id} could not be cancelled: ${message}`);
    }
  }
}
