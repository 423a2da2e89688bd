import { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import { setTimeout as sleep } from 'node:timers/promises';
import { FOLLOW_TIMES, FollowTimes } from './followTimes';
import { GroupFinder } from './GroupFinder';
import { GroupFollower } from './GroupFollower';
import { GroupSweeper } from './GroupSweeper';
import { NodeRefresher, RefreshNodes } from './NodeRefresher';
import { OperationDispatch } from './OperationDispatch';
import { OperationProgress } from './OperationProgress';
import { OperationStore } from './OperationStore';
import { GroupOfOperation, OperationWork } from './OperationWork';
import { Transports } from './Transport';

const AT_ONCE = 16;

interface OperationFollowerOptions {
  store: OperationStore;
  dispatch: OperationDispatch;
  work: OperationWork;
  progress: OperationProgress;
  transports: Transports;
  refresh: RefreshNodes;
  logger: LoggerService;
  /** Other times, for tests. */
  times?: Partial<FollowTimes>;
}

/**
 * Follows operations until nothing more happens in them, one replica at a
 * time. Never sends anything: nobody whose permission could be asked for is
 * there.
 */
export class OperationFollower {
  readonly #options: OperationFollowerOptions;
  readonly #times: FollowTimes;
  readonly #finder: GroupFinder;
  readonly #groups: GroupFollower;
  readonly #sweeper: GroupSweeper;
  readonly #refresher: NodeRefresher;
  readonly #limit = pLimit(AT_ONCE);

  static create(options: OperationFollowerOptions): OperationFollower {
    return new OperationFollower(options);
  }

  private constructor(options: OperationFollowerOptions) {
    this.#options = options;
    this.#times = { ...FOLLOW_TIMES, ...options.times };
    this.#finder = GroupFinder.create({ ...options, times: this.#times });
    this.#groups = GroupFollower.create({ ...options, times: this.#times });
    this.#sweeper = GroupSweeper.create({ ...options, times: this.#times });
    this.#refresher = NodeRefresher.create({
      ...options,
      delays: this.#times.refresh,
    });
  }

  /** Follows what is under way for some minutes at most; returns at once when nothing is. */
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
    const { work, progress, dispatch } = this.#options;
    const now = Date.now();
    const touched = new Set<string>();
    for (const group of await work.abandoned(now)) {
      await dispatch.giveUp(
        { operationId: group.operation_id, number: group.number },
        group,
        {
          outcome: 'not-sent',
          detail: 'The portal stopped before it was sent',
          now: Date.now(),
        },
      );
      touched.add(group.operation_id);
    }
    const adopting = (await work.unanswered(now)).map(group =>
      this.#limit(async () => {
        await this.#finder.resolve(group, signal);
        touched.add(group.operation_id);
      }),
    );
    const looking = this.#sweeper
      .places(await work.sent())
      .map(place => this.#lookAt(place, signal));
    await Promise.all([...adopting, ...looking]);
    for (const id of [
      ...(await this.#refresher.refresh(signal)),
      ...(await work.toSettle()),
    ]) {
      touched.add(id);
    }
    await Promise.all(
      [...touched].map(id =>
        this.#limit(() => progress.settle(id, Date.now())),
      ),
    );
  }

  /** Looks at those groups of one place that may have got on. */
  async #lookAt(place: GroupOfOperation[], signal: AbortSignal): Promise<void> {
    const due = await this.#limit(() => this.#sweeper.due(place, signal));
    await Promise.all(
      due.map(look =>
        this.#limit(async () => {
          const { changed, told } = await this.#groups.look(look, signal);
          if (told) {
            this.#sweeper.looked(look);
          }
          if (changed) {
            // At once: people wait for it, and other places may be slow.
            const { operation_id: id } = look.group;
            await this.#options.progress.settle(id, Date.now());
          }
        }),
      ),
    );
  }
}
