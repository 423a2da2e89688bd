import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import { ManagedNodesConfig } from '../config';
import { partitionTargets, SyncTarget } from './targets';
import { TargetStore } from './TargetStore';
import { TargetSync } from './TargetSync';

const MOST_PARTITIONS = 16;

/**
 * Runs the listings: the targets are split into as many scheduled tasks as
 * there are partitions, and Backstage's scheduler spreads those over the
 * replicas, each task on one at a time.
 */
export class SyncScheduler {
  readonly #scheduler: SchedulerService;
  readonly #sync: TargetSync;
  readonly #store: TargetStore;
  readonly #logger: LoggerService;
  readonly #config: ManagedNodesConfig['sync'];
  readonly #parts: SyncTarget[][];
  readonly #stopping = new AbortController();

  static create(options: {
    scheduler: SchedulerService;
    lifecycle: RootLifecycleService;
    sync: TargetSync;
    store: TargetStore;
    logger: LoggerService;
    config: ManagedNodesConfig['sync'];
    targets: SyncTarget[];
  }): SyncScheduler {
    return new SyncScheduler(options);
  }

  private constructor(options: {
    scheduler: SchedulerService;
    lifecycle: RootLifecycleService;
    sync: TargetSync;
    store: TargetStore;
    logger: LoggerService;
    config: ManagedNodesConfig['sync'];
    targets: SyncTarget[];
  }) {
    this.#scheduler = options.scheduler;
    this.#sync = options.sync;
    this.#store = options.store;
    this.#logger = options.logger;
    this.#config = options.config;
    const partitions =
      options.config.partitions ??
      Math.max(1, Math.min(MOST_PARTITIONS, options.targets.length));
    this.#parts = partitionTargets(options.targets, partitions);
    options.lifecycle.addShutdownHook(() => this.#stopping.abort());
  }

  /** Schedules everything. */
  async start(): Promise<void> {
    const limit = pLimit(this.#config.concurrency);
    for (const [index, targets] of this.#parts.entries()) {
      if (targets.length) {
        await this.#scheduler.scheduleTask({
          id: taskId(index),
          scope: 'global',
          frequency: { milliseconds: this.#config.intervalMs },
          timeout: { milliseconds: this.#config.timeoutMs },
          initialDelay: { milliseconds: 1000 + index * 50 },
          fn: signal =>
            this.#runAll(
              targets,
              AbortSignal.any([signal, this.#stopping.signal]),
              limit,
            ),
        });
      }
    }
  }

  /** Lets every task run now, on whichever replica takes it. Tasks that are running go on. */
  async trigger(): Promise<void> {
    for (const [index, targets] of this.#parts.entries()) {
      if (targets.length) {
        try {
          await this.#scheduler.triggerTask(taskId(index));
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'ConflictError') {
            throw error;
          }
        }
      }
    }
  }

  async #runAll(
    targets: SyncTarget[],
    signal: AbortSignal,
    limit: ReturnType<typeof pLimit>,
  ): Promise<void> {
    const finished = new Map(
      (await this.#store.list()).map(row => [
        `${row.account}/${row.region}`,
        Number(row.last_finished_at ?? 0),
      ]),
    );
    // The longest waiting first, so that a part too big for its time still
    // gets round to all of them.
    const ordered = [...targets].sort(
      (a, b) =>
        (finished.get(`${a.account}/${a.region}`) ?? 0) -
        (finished.get(`${b.account}/${b.region}`) ?? 0),
    );
    await Promise.all(
      ordered.map(target =>
        limit(async () => {
          if (!signal.aborted) {
            await this.#runOne(target, signal);
          }
        }),
      ),
    );
  }

  async #runOne(target: SyncTarget, signal: AbortSignal): Promise<void> {
    const { state, counts, error, held } = await this.#sync.run(target, signal);
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

function taskId(index: number): string {
  return `managed-nodes-sync-${index}`;
}
