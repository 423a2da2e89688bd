import { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import { setTimeout as sleep } from 'node:timers/promises';
import { toSyncProblem } from '../aws/problems';
import { TargetKey } from '../nodes/types';
import { CommandReader } from './CommandReader';
import { OperationProgress } from './OperationProgress';
import { commentOf } from './OperationSender';
import { OperationStore } from './OperationStore';
import {
  GroupOfOperation,
  NodeToRefresh,
  OperationWork,
} from './OperationWork';

const AT_ONCE = 8;
const NODES_PER_REFRESH = 40;

const TIMES = {
  /** Least and most time between two looks at a command. */
  poll: [2_000, 15_000] as [number, number],
  /** How long AWS may not know a command that was just sent. */
  unknown: 300_000,
  /** After that nobody waits for an end any more. */
  giveUp: 7 * 86_400_000,
  /** Before a node is read again whose report is not newer yet. */
  refresh: [5_000, 15_000, 60_000],
  /** Between two looks whether there is something to do. */
  beat: 1_000,
  /** How long one run of the task lasts. */
  run: 60_000,
};

/** Brings nodes in line with AWS. */
export type RefreshNodes = (
  target: TargetKey,
  nodeIds: string[],
  signal: AbortSignal,
) => Promise<void>;

interface OperationFollowerOptions {
  store: OperationStore;
  work: OperationWork;
  progress: OperationProgress;
  reader: CommandReader;
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
  readonly #limit = pLimit(AT_ONCE);

  static create(options: OperationFollowerOptions): OperationFollower {
    return new OperationFollower(options);
  }

  private constructor(options: OperationFollowerOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
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
      await this.#giveUpUnsent(group);
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
      ...(await this.#refresh(signal)),
      ...(await work.toSettle()),
    ]) {
      touched.add(id);
    }
    for (const id of touched) {
      await progress.settle(id, Date.now());
    }
  }

  async #giveUpUnsent(group: GroupOfOperation): Promise<void> {
    const { store, progress } = this.#options;
    const key = { operationId: group.operation_id, number: group.number };
    await store.unsent(key);
    const nodes = await store.openNodes(key);
    await progress.end(
      group.operation_id,
      nodes.map(({ name }) => name),
      'not-sent',
      'The portal stopped before it was sent',
      Date.now(),
    );
  }

  /** Finds out whether AWS has what a sender that is gone was sending. */
  async #resolve(group: GroupOfOperation, signal: AbortSignal): Promise<void> {
    const { store, reader, logger } = this.#options;
    const key = { operationId: group.operation_id, number: group.number };
    try {
      const nodes = await store.openNodes(key);
      const commandId = await reader.find(
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
      if (commandId) {
        await store.sent(key, commandId, Date.now());
        return;
      }
    } catch (error) {
      const { message } = toSyncProblem(error, 'ssm:ListCommands');
      logger.warn(
        `Whether AWS has command ${group.number} of operation ${group.operation_id} is not known yet: ${message}`,
      );
      return;
    }
    await this.#giveUpUnsent(group);
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
        )) || changed;
    } catch (error) {
      const { message } = toSyncProblem(error, 'ssm:ListCommandInvocations');
      logger.warn(`Command ${group.command_id} cannot be followed: ${message}`);
      // Time passes for what cannot be seen, too.
      changed = await this.#endForgotten(group, undefined);
      await work.lookAgain(group, most, Date.now());
      return changed;
    }
    await work.lookAgain(group, changed ? least : later, Date.now());
    return changed;
  }

  /** Ends nodes that AWS tells nothing of any more. */
  async #endForgotten(
    group: GroupOfOperation,
    told: Set<string> | undefined,
  ): Promise<boolean> {
    const { store, progress } = this.#options;
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
    await progress.end(
      group.operation_id,
      forgotten.map(({ name }) => name),
      'failed',
      givenUp
        ? 'It did not end within a week'
        : 'AWS does not know this command any more',
      Date.now(),
    );
    return forgotten.length > 0;
  }

  /** Reads nodes on which something ended. */
  async #refresh(signal: AbortSignal): Promise<string[]> {
    const places = new Map<string, NodeToRefresh[]>();
    const nodes = await this.#options.work.toRefresh(Date.now());
    for (const node of nodes) {
      const key = `${node.account}/${node.region}`;
      places.set(key, [...(places.get(key) ?? []), node]);
    }
    const chunks = [...places.values()].flatMap(place =>
      Array.from(
        { length: Math.ceil(place.length / NODES_PER_REFRESH) },
        (_, index) =>
          place.slice(
            index * NODES_PER_REFRESH,
            (index + 1) * NODES_PER_REFRESH,
          ),
      ),
    );
    await Promise.all(
      chunks.map(some => this.#limit(() => this.#refreshSome(some, signal))),
    );
    return nodes.map(node => node.operation_id);
  }

  async #refreshSome(
    nodes: NodeToRefresh[],
    signal: AbortSignal,
  ): Promise<void> {
    const { work, refresh, logger } = this.#options;
    const [{ account, region }] = nodes;
    let read = true;
    try {
      await refresh(
        { account, region },
        nodes.map(node => node.node_id),
        signal,
      );
    } catch (error) {
      read = false;
      const { message } = toSyncProblem(error);
      logger.warn(`Nodes could not be read after an operation: ${message}`);
    }
    const now = await work.nodesNow(nodes.map(({ name }) => name));
    for (const node of nodes) {
      const after = now.get(node.name);
      // A report comes with the end of an operation, or a little later.
      const old =
        node.outcome === 'succeeded' &&
        after !== undefined &&
        after.reportedAt < Number(node.sent_at);
      const wait: number | undefined = this.#times.refresh[node.refreshes];
      await work.refreshed(
        node,
        read ? after : undefined,
        (old || !read) && wait !== undefined ? Date.now() + wait : null,
      );
    }
  }
}
