import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import pLimit from 'p-limit';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { SyncTarget } from '../accounts/types';
import { partitionOf } from '../sync/targets';
import { advancePlans } from './advance';
import { PlanStore } from './PlanStore';
import { PlanSync } from './PlanSync';
import { PlanReadRow } from './rows';

/** Parts that the targets are split into, for replicas to share. */
const PARTITIONS = 4;

/** Targets that a part reads at a time. */
const TARGETS_AT_ONCE = 4;

/** How often a part looks for targets that are due. */
const LEAST_TICK_MS = 1_000;
const MOST_TICK_MS = 60_000;
const TICKS_PER_INTERVAL = 10;

const TIMEOUT_MS = 30 * 60_000;

/** How long a target may go unread before it counts as gone. */
const FORGET_AFTER_MS = 30 * 86_400_000;

/**
 * Reads the plans to patch of all targets again and again. As with listings,
 * each part of the targets is a task of its own, which Backstage's scheduler
 * runs on one replica at a time.
 */
export class PlanSchedule {
  readonly #scheduler: SchedulerService;
  readonly #logger: LoggerService;
  readonly #knex: Knex;
  readonly #accounts: AccountDirectory;
  readonly #store: PlanStore;
  readonly #sync: PlanSync;
  readonly #intervalMs: number;
  readonly #stopping = new AbortController();

  static create(options: {
    scheduler: SchedulerService;
    lifecycle: RootLifecycleService;
    logger: LoggerService;
    knex: Knex;
    accounts: AccountDirectory;
    store: PlanStore;
    sync: PlanSync;
    /** Milliseconds between two reads of a target. */
    plans: { intervalMs: number };
  }): PlanSchedule {
    return new PlanSchedule(options);
  }

  private constructor(options: Parameters<typeof PlanSchedule.create>[0]) {
    this.#scheduler = options.scheduler;
    this.#logger = options.logger;
    this.#knex = options.knex;
    this.#accounts = options.accounts;
    this.#store = options.store;
    this.#sync = options.sync;
    this.#intervalMs = options.plans.intervalMs;
    options.lifecycle.addShutdownHook(() => this.#stopping.abort());
  }

  /** Schedules the reads. */
  async start(): Promise<void> {
    const tick = Math.min(
      Math.max(this.#intervalMs / TICKS_PER_INTERVAL, LEAST_TICK_MS),
      MOST_TICK_MS,
    );
    for (let part = 0; part < PARTITIONS; part += 1) {
      await this.#scheduler.scheduleTask({
        id: `managed-nodes-plans-${part}`,
        scope: 'global',
        frequency: { milliseconds: tick },
        initialDelay: { milliseconds: 2_000 + part * 50 },
        timeout: { milliseconds: TIMEOUT_MS },
        fn: signal =>
          this.#runPart(part, AbortSignal.any([signal, this.#stopping.signal])),
      });
    }
    await this.#scheduler.scheduleTask({
      id: 'managed-nodes-plans-advance',
      scope: 'global',
      frequency: { milliseconds: MOST_TICK_MS },
      initialDelay: { seconds: 30 },
      timeout: { minutes: 5 },
      fn: async () => {
        const now = Date.now();
        await advancePlans(this.#knex, now);
        await this.#store.forget(now - FORGET_AFTER_MS);
      },
    });
  }

  /** @throws what a read throws, but not before all of them ended. */
  async #runPart(part: number, signal: AbortSignal): Promise<void> {
    const limit = pLimit(TARGETS_AT_ONCE);
    const ended = await Promise.allSettled(
      (
        await this.#due(part)
      ).map(target =>
        limit(async () => {
          if (!signal.aborted) {
            await this.#readOne(target, signal);
          }
        }),
      ),
    );
    // The task ends with this: none of its reads may go on, as another replica
    // may begin the task anew.
    const failed = ended.find(end => end.status === 'rejected');
    if (failed && !signal.aborted) {
      throw failed.reason;
    }
  }

  /** The targets of a part that are due, with the longest waiting first. */
  async #due(part: number): Promise<SyncTarget[]> {
    const before = Date.now() - this.#intervalMs;
    const rows = new Map(
      (await this.#store.reads()).map(row => [keyOf(row), row]),
    );
    return this.#accounts
      .targets()
      .filter(target => partitionOf(target, PARTITIONS) === part)
      .map(target => ({ target, started: startedOf(rows.get(keyOf(target))) }))
      .filter(({ started }) => started <= before)
      .sort((a, b) => a.started - b.started)
      .map(({ target }) => target);
  }

  async #readOne(target: SyncTarget, signal: AbortSignal): Promise<void> {
    const { problems, calls } = await this.#sync.run(target, signal);
    const name = `${target.accountName} (${target.account}) ${target.region}`;
    for (const { part, code, message } of problems) {
      this.#logger.warn(
        `For patch plans, the ${part} of ${name} could not be read and stay as they were: ${code}: ${message}`,
      );
    }
    this.#logger.debug(`Read the patch plans of ${name} in ${calls} calls`);
  }
}

function keyOf({ account, region }: { account: string; region: string }) {
  return `${account}/${region}`;
}

/**
 * When the last read began that was not cut off. Who asks holds the task, so
 * one that did not end was of a replica that died.
 */
function startedOf(row: PlanReadRow | undefined): number {
  const started = Number(row?.started_at ?? 0);
  return Number(row?.ended_at ?? 0) >= started ? started : 0;
}
