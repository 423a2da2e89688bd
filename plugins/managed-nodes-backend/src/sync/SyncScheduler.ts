import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { StartSync } from '@managed-nodes/plugin-managed-nodes-common';
import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import { ManagedNodesConfig } from '../config';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { SyncTarget } from '../accounts/types';
import { partitionOf } from './targets';
import { INTERRUPTED, RunOutcome, TargetRow, TargetStore } from './TargetStore';
import { TargetSync } from './TargetSync';

/** How often a replica looks for targets that are due. */
const LEAST_TICK_MS = 1_000;
const MOST_TICK_MS = 15_000;
const TICKS_PER_INTERVAL = 10;

/** How often a part that waits looks whether it is its turn. */
const LOOK_AGAIN_MS = 100;

/** Runs a listing and measures it. */
export type MeasureListing = (
  target: SyncTarget,
  run: () => Promise<RunOutcome>,
) => Promise<RunOutcome>;

/**
 * Runs the listings: the targets are split into as many scheduled tasks as
 * there are partitions, and Backstage's scheduler spreads those over the
 * replicas, each task on one at a time. A task lists those of its targets that
 * are due or were asked for; which targets there are may change meanwhile.
 */
export class SyncScheduler {
  readonly #scheduler: SchedulerService;
  readonly #sync: TargetSync;
  readonly #measure: MeasureListing;
  readonly #store: TargetStore;
  readonly #logger: LoggerService;
  readonly #config: ManagedNodesConfig['sync'];
  readonly #accounts: AccountDirectory;
  readonly #stopping = new AbortController();

  static create(options: {
    scheduler: SchedulerService;
    lifecycle: RootLifecycleService;
    sync: TargetSync;
    measure?: MeasureListing;
    store: TargetStore;
    logger: LoggerService;
    config: ManagedNodesConfig['sync'];
    accounts: AccountDirectory;
  }): SyncScheduler {
    return new SyncScheduler(options);
  }

  private constructor(options: {
    scheduler: SchedulerService;
    lifecycle: RootLifecycleService;
    sync: TargetSync;
    measure?: MeasureListing;
    store: TargetStore;
    logger: LoggerService;
    config: ManagedNodesConfig['sync'];
    accounts: AccountDirectory;
  }) {
    this.#scheduler = options.scheduler;
    this.#sync = options.sync;
    this.#measure = options.measure ?? ((_, run) => run());
    this.#store = options.store;
    this.#logger = options.logger;
    this.#config = options.config;
    this.#accounts = options.accounts;
    options.lifecycle.addShutdownHook(() => this.#stopping.abort());
  }

  /** Schedules everything. */
  async start(): Promise<void> {
    const limit = pLimit(this.#config.concurrency);
    for (let part = 0; part < this.#config.partitions; part += 1) {
      await this.#scheduler.scheduleTask({
        id: taskId(part),
        scope: 'global',
        frequency: { milliseconds: this.#tickMs },
        timeout: { milliseconds: this.#config.timeoutMs },
        initialDelay: { milliseconds: 1000 + part * 50 },
        fn: signal =>
          this.#runDue(
            part,
            AbortSignal.any([signal, this.#stopping.signal]),
            limit,
          ),
      });
    }
  }

  /**
   * Asks for listings now, on whichever replicas take them. A target that is
   * being listed is listed once more after that.
   *
   * @throws NotFoundError when the account or Region asked for is no target.
   */
  async request(which: StartSync = {}): Promise<SyncTarget[]> {
    const targets = this.#accounts
      .targets()
      .filter(
        ({ account, region }) =>
          (which.account ?? account) === account &&
          (which.region ?? region) === region,
      );
    if (which.account && !targets.length) {
      throw new NotFoundError(
        `Account ${which.account}${
          which.region ? ` has no Region ${which.region}` : ' has no Region'
        } among the targets`,
      );
    }
    await this.#store.request(targets, Date.now());
    const parts = new Set(targets.map(target => this.#partOf(target)));
    for (const part of parts) {
      try {
        await this.#scheduler.triggerTask(taskId(part));
      } catch (error) {
        // It runs, and looks for what was asked for before it ends.
        if (!(error instanceof Error) || error.name !== 'ConflictError') {
          throw error;
        }
      }
    }
    return targets;
  }

  get #tickMs(): number {
    return Math.min(
      Math.max(this.#config.intervalMs / TICKS_PER_INTERVAL, LEAST_TICK_MS),
      MOST_TICK_MS,
    );
  }

  #partOf(target: SyncTarget): number {
    return partitionOf(target, this.#config.partitions);
  }

  async #runDue(
    part: number,
    signal: AbortSignal,
    limit: ReturnType<typeof pLimit>,
  ): Promise<void> {
    const begun = Date.now();
    let targets = await this.#due(
      part,
      row =>
        Number(row.last_started_at ?? 0) <= begun - this.#config.intervalMs ||
        wasInterrupted(row),
    );
    while (targets.length && (await this.#hasTime(limit, signal))) {
      await this.#runAll(targets, signal, limit);
      // What was asked for meanwhile. All else waits for the next tick, lest a
      // target that cannot be listed be tried without end.
      targets = await this.#due(part, () => false);
    }
  }

  /**
   * Waits until no target of another part is waiting, for a tick at the most.
   * The scheduler gives a replica all parts that are due; if it kept those it
   * cannot begin, the other replicas would have nothing to do.
   */
  async #hasTime(
    limit: ReturnType<typeof pLimit>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const until = Date.now() + this.#tickMs;
    while (limit.pendingCount > 0 && !signal.aborted && Date.now() < until) {
      await wait(LOOK_AGAIN_MS);
    }
    return limit.pendingCount === 0 && !signal.aborted;
  }

  /** @throws what a listing throws, but not before all of them ended. */
  async #runAll(
    targets: SyncTarget[],
    signal: AbortSignal,
    limit: ReturnType<typeof pLimit>,
  ): Promise<void> {
    const ended = await Promise.allSettled(
      targets.map(target =>
        limit(async () => {
          if (!signal.aborted) {
            await this.#runOne(target, signal);
          }
        }),
      ),
    );
    // The task ends with this: none of its listings may go on, as another
    // replica may begin the task anew.
    const failed = ended.find(end => end.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
  }

  /**
   * The targets that were asked for, and those that are due, with the longest
   * waiting first: a part too big for its time still gets round to all of them.
   *
   * @param isDue - tells of a target that was listed before
   */
  async #due(
    part: number,
    isDue: (row: TargetRow) => boolean,
  ): Promise<SyncTarget[]> {
    const rows = new Map(
      (await this.#store.list()).map(row => [
        `${row.account}/${row.region}`,
        row,
      ]),
    );
    return this.#accounts
      .targets()
      .filter(target => this.#partOf(target) === part)
      .map(target => {
        const row = rows.get(`${target.account}/${target.region}`);
        const started = Number(row?.last_started_at ?? 0);
        const asked = Boolean(row?.requested_at);
        return { target, asked, started, due: row ? isDue(row) : true };
      })
      .filter(({ asked, due }) => asked || due)
      .sort(
        (a, b) => Number(b.asked) - Number(a.asked) || a.started - b.started,
      )
      .map(({ target }) => target);
  }

  async #runOne(target: SyncTarget, signal: AbortSignal): Promise<void> {
    const run = () => this.#sync.run(target, signal);
    const { state, counts, error, held } = await this.#measure(target, run);
    const name = `${target.accountName} (${target.account}) ${target.region}`;
    if (state === 'failed') {
      this.#logger.warn(
        `Sync of ${name} failed, its nodes stay as they were: ${error?.code}: ${error?.message}`,
      );
    } else if (held) {
      this.#logger.warn(
        `Sync of ${name} listed ${counts.listed} nodes but not ${held.missing} of ${held.known} known ones; none was removed`,
      );
    } else if (counts.added || counts.changed || counts.removed) {
      this.#logger.info(
        `Sync of ${name}: ${counts.listed} nodes, ${counts.added} added, ${counts.changed} changed, ${counts.removed} left`,
      );
    }
  }
}

/**
 * Whether the last listing was cut off. Who asks holds the task, so a listing
 * that looks as if it were running is one whose replica died.
 */
function wasInterrupted(row: TargetRow): boolean {
  const error = row.error ? JSON.parse(row.error) : undefined;
  return row.state === 'running' || error?.code === INTERRUPTED;
}

function taskId(index: number): string {
  return `managed-nodes-sync-${index}`;
}
