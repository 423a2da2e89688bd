import { LoggerService } from '@backstage/backend-plugin-api';
import { toSyncProblem } from '../aws/problems';
import { End } from './endNodes';
import { FollowTimes } from './followTimes';
import { GroupKey } from './groupRows';
import { Look } from './GroupSweeper';
import { OperationProgress } from './OperationProgress';
import { OperationStore } from './OperationStore';
import { GroupOfOperation, OperationWork } from './OperationWork';
import { GroupReport, Transports } from './Transport';
import { requireTransport, TRANSPORT_WORDS } from './transportWords';
import { ENDED_OUTCOMES, isOpen } from './types';

interface GroupFollowerOptions {
  store: OperationStore;
  work: OperationWork;
  progress: OperationProgress;
  transports: Transports;
  logger: LoggerService;
  times: Pick<FollowTimes, 'poll' | 'swept' | 'unknown' | 'giveUp'>;
}

function keyOf(group: GroupOfOperation): GroupKey {
  return { operationId: group.operation_id, number: group.number };
}

/** Whether it was known at the last look that the whole has ended. */
function hasEnded({ outcome }: GroupOfOperation): boolean {
  return outcome !== null && ENDED_OUTCOMES.includes(outcome);
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
   * @returns whether anything is not as it was, and whether AWS told.
   */
  async look(
    { group, print, fresh }: Look,
    signal: AbortSignal,
  ): Promise<{ changed: boolean; told: boolean }> {
    const { work, progress, logger, times } = this.#options;
    const [least, most] = times.poll;
    let report: GroupReport;
    let changed: boolean;
    try {
      report = await this.#ask(group, signal);
      changed = await progress.report(keyOf(group), report, Date.now());
      changed = (await this.#endUntold(group, report)) || changed;
      changed = (await this.#endForgotten(group, report, signal)) || changed;
    } catch (error) {
      const { one, reports } = TRANSPORT_WORDS[group.transport];
      const { message } = toSyncProblem(error, reports);
      logger.warn(
        `The ${one} ${group.command_id} cannot be followed: ${message}`,
      );
      // Time passes for what cannot be seen, too.
      changed = await this.#endForgotten(group, undefined, signal);
      await work.lookAgain(group, most, Date.now());
      return { changed, told: false };
    }
    // A delay that only listings allow starts over.
    const before = group.poll_delay > most ? 0 : group.poll_delay;
    let delay = changed
      ? least
      : Math.min(most, Math.max(least, Math.ceil(before * 1.5)));
    // Where listings tell of it there is no need to look unless they say
    // something new. They may be ahead of what is told of nodes, though.
    const settled = !report.whole || isOpen(report.whole) || hasEnded(group);
    if (print !== undefined && settled && (changed || !fresh)) {
      delay = changed
        ? times.swept
        : Math.min(times.swept, Math.ceil(group.poll_delay * 3));
    }
    await work.lookAgain(group, delay, Date.now());
    return { changed, told: true };
  }

  async #ask(
    group: GroupOfOperation,
    signal: AbortSignal,
  ): Promise<GroupReport> {
    const { store, transports } = this.#options;
    const { account, region, transport } = group;
    const nodes = await store.nodes(keyOf(group));
    return requireTransport(transports, transport).reports(
      {
        account,
        region,
        nodeIds: nodes
          .filter(({ outcome }) => outcome !== 'not-sent')
          .map(node => node.node_id),
      },
      group.command_id ?? '',
      signal,
    );
  }

  /**
   * Ends nodes whose turn never came in what has ended. Only once it is known
   * since the last look: AWS may be behind with what it tells of nodes.
   */
  async #endUntold(
    group: GroupOfOperation,
    { nodes, whole }: GroupReport,
  ): Promise<boolean> {
    const { store, progress } = this.#options;
    const { outcome, detail } = group;
    if (!whole || !hasEnded(group) || outcome === 'succeeded') {
      return false;
    }
    const told = new Set(nodes.map(({ nodeId }) => nodeId));
    const open = await store.openNodes(keyOf(group));
    const untold = open.filter(node => !told.has(node.node_id));
    await progress.end(
      group.operation_id,
      untold.map(({ name }) => name),
      {
        outcome: outcome === 'cancelled' ? 'cancelled' : 'failed',
        detail: detail ?? TRANSPORT_WORDS[group.transport].forgotten.ended,
        now: Date.now(),
      },
    );
    return untold.length > 0;
  }

  /**
   * Ends what AWS tells nothing of any more. While the whole goes on it is not
   * said that a node is forgotten: its turn may not have come.
   */
  async #endForgotten(
    group: GroupOfOperation,
    report: GroupReport | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, progress, transports, times } = this.#options;
    const { account, region, transport } = group;
    const key = keyOf(group);
    const age = Date.now() - Number(group.sent_at);
    const givenUp = age > times.giveUp[transport];
    if (!givenUp && (!report || age <= times.unknown)) {
      return false;
    }
    const nodes = await store.nodes(key);
    const told = new Set(report?.nodes.map(({ nodeId }) => nodeId));
    const forgotten = nodes.filter(
      node => isOpen(node) && (givenUp || !told.has(node.node_id)),
    );
    const whole =
      (nodes.length === 0 || isOpen(group)) && (givenUp || !report?.whole);
    if (!forgotten.length && !whole) {
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
    const { forgotten: words, tooLong } = TRANSPORT_WORDS[transport];
    const end: End = {
      outcome: status === 'cancelled' ? 'cancelled' : 'failed',
      detail: givenUp ? tooLong : words[status],
      now: Date.now(),
    };
    await progress.end(
      group.operation_id,
      forgotten.map(({ name }) => name),
      end,
    );
    if (whole) {
      await progress.endWhole(key, end);
    }
    return true;
  }
}
