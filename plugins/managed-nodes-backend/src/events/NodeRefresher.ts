import { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import { SyncTarget } from '../accounts/types';
import { isAccessDenied, toSyncProblem } from '../aws/problems';
import { TargetStore } from '../sync/TargetStore';
import { EventProblems } from './EventProblems';
import { NodeReader } from './NodeReader';
import { Look, PendingLooks } from './PendingLooks';

/** As many ids as one call takes. */
const NODES_AT_ONCE = 40;
const TARGETS_AT_ONCE = 8;
/** From here on a listing is cheaper. */
const MOST_PENDING = 200;
const MOST_WAITS = 180;

/** How long things take, in milliseconds. */
const TIMES = {
  /** Waited for more events of a target. */
  coalesce: 300,
  /** After a read that failed. */
  retries: [1_000, 5_000, 20_000],
  /** Between looks at what takes a while to show. */
  settle: [5_000, 30_000, 120_000],
  /** Between looks whether a listing has ended. */
  listing: 10_000,
  /** What a read may take. */
  timeout: 30_000,
  /** Least time between two listings asked for in one target. */
  listings: 60_000,
};

interface Queue {
  target: SyncTarget;
  pending: PendingLooks;
  busy: boolean;
  timer?: NodeJS.Timeout;
  listingTimer?: NodeJS.Timeout;
  askedAt: number;
}

interface NodeRefresherOptions {
  reader: NodeReader;
  store: TargetStore;
  problems: EventProblems;
  logger: LoggerService;
  /** Other times, for tests. */
  times?: Partial<typeof TIMES>;
}

/**
 * Reads nodes anew that somebody said have changed: soon, together, and not
 * too many at once. Nothing is kept but the ids of at most 200 nodes a target;
 * of more, the target is listed as a whole.
 */
export class NodeRefresher {
  readonly #options: NodeRefresherOptions;
  readonly #times: typeof TIMES;
  readonly #queues = new Map<string, Queue>();
  readonly #limit = pLimit(TARGETS_AT_ONCE);
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #refreshed = 0;

  static create(options: NodeRefresherOptions): NodeRefresher {
    return new NodeRefresher(options);
  }

  private constructor(options: NodeRefresherOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
  }

  /** Nodes read so far. */
  get refreshed(): number {
    return this.#refreshed;
  }

  /**
   * Has a node read soon.
   *
   * @param settles - whether to look again in a while
   */
  look(target: SyncTarget, nodeId: string, settles: boolean): void {
    if (this.#stopping.signal.aborted) {
      return;
    }
    const key = `${target.account}/${target.region}`;
    const queue = this.#queues.get(key) ?? {
      target,
      pending: PendingLooks.create(),
      busy: false,
      askedAt: -Infinity,
    };
    queue.target = target;
    this.#queues.set(key, queue);
    queue.pending.add({
      nodeId,
      dueAt: Date.now() + this.#times.coalesce,
      later: settles ? this.#times.settle : [],
      failures: 0,
    });
    this.#go(queue);
  }

  /** Ends what is under way; what is pending is left to the next listing. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const { timer, listingTimer } of this.#queues.values()) {
      clearTimeout(timer);
      clearTimeout(listingTimer);
    }
    await Promise.all(this.#running);
  }

  #go(queue: Queue): void {
    if (queue.pending.size > MOST_PENDING) {
      queue.pending.clear();
      this.#list(queue);
    }
    const due = queue.pending.nextDue;
    clearTimeout(queue.timer);
    if (due === undefined || queue.busy || this.#stopping.signal.aborted) {
      return;
    }
    queue.timer = setTimeout(() => {
      queue.busy = true;
      this.#track(
        this.#limit(async () => {
          await this.#readDue(queue);
          queue.busy = false;
          this.#go(queue);
        }),
      );
    }, Math.max(due - Date.now(), 0)).unref();
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    work.finally(() => this.#running.delete(work));
  }

  async #readDue(queue: Queue): Promise<void> {
    const { reader, store } = this.#options;
    const { target, pending } = queue;
    // What is due in a moment comes along.
    let looks = pending.takeDue(
      Date.now() + this.#times.coalesce,
      NODES_AT_ONCE,
    );
    try {
      const row = await store.get(target);
      if (!row?.generation || this.#stopping.signal.aborted) {
        // It was never listed: its first listing shows everything.
        return;
      }
      const listing = row.state === 'running';
      if (listing) {
        looks
          .filter(({ waits = MOST_WAITS }) => waits < MOST_WAITS)
          .forEach(look => this.#await(queue, look, look.waits! + 1));
        looks = looks.filter(({ waits }) => waits === undefined);
      }
      if (!looks.length) {
        return;
      }
      const problem = await reader.read(
        { ...target, generation: row.generation },
        looks.map(({ nodeId }) => nodeId),
        AbortSignal.any([
          this.#stopping.signal,
          AbortSignal.timeout(this.#times.timeout),
        ]),
      );
      if (problem) {
        await this.#failed(queue, looks, problem, false);
        return;
      }
      this.#refreshed += looks.length;
      looks.forEach(look => this.#followUp(queue, look, listing));
    } catch (error) {
      if (!this.#stopping.signal.aborted) {
        await this.#failed(
          queue,
          looks,
          toSyncProblem(error, 'ssm:DescribeInstanceProperties'),
          isAccessDenied(error),
        );
      }
    }
  }

  #followUp(queue: Queue, look: Look, listing: boolean): void {
    const [next, ...later] = look.later;
    if (next !== undefined) {
      const dueAt = Date.now() + next;
      queue.pending.add({ nodeId: look.nodeId, dueAt, later, failures: 0 });
    } else if (listing) {
      this.#await(queue, look, 0);
    }
  }

  /** Has a node read again once the listing that is under way has ended. */
  #await(queue: Queue, look: Look, waits: number): void {
    queue.pending.add({
      nodeId: look.nodeId,
      dueAt: Date.now() + this.#times.listing,
      later: [],
      failures: 0,
      waits,
    });
  }

  async #failed(
    queue: Queue,
    looks: Look[],
    { code, message }: { code: string; message: string },
    forGood: boolean,
  ): Promise<void> {
    const { problems, logger } = this.#options;
    const { account, region } = queue.target;
    const lost: string[] = [];
    for (const look of looks) {
      const wait = this.#times.retries[look.failures];
      if (wait === undefined || forGood) {
        lost.push(look.nodeId);
      } else {
        const dueAt = Date.now() + wait;
        queue.pending.add({ ...look, dueAt, failures: look.failures + 1 });
      }
    }
    if (!lost.length) {
      return;
    }
    const reason = `Nodes of ${account} ${region} could not be read: ${code}: ${message}`;
    logger.warn(reason);
    try {
      await problems.note(reason, lost.join(' '), Date.now(), account + region);
    } catch (error) {
      logger.error(`A problem with events could not be stored: ${error}`);
    }
  }

  /** Asks for a listing of the target, now or as soon as one is in order. */
  #list(queue: Queue): void {
    if (queue.listingTimer) {
      return;
    }
    const { store, logger } = this.#options;
    const { account, region } = queue.target;
    const wait = queue.askedAt + this.#times.listings - Date.now();
    queue.listingTimer = setTimeout(() => {
      queue.listingTimer = undefined;
      queue.askedAt = Date.now();
      logger.info(
        `More than ${MOST_PENDING} nodes of ${account} ${region} changed at once: all of them are listed`,
      );
      this.#track(
        store.request([queue.target], queue.askedAt).catch(error => {
          logger.error(
            `A listing of ${account} ${region} could not be asked for: ${error}`,
          );
        }),
      );
    }, Math.max(wait, 0)).unref();
  }
}
