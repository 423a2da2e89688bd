import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import pLimit from 'p-limit';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { SyncTarget } from '../accounts/types';
import { TargetKey } from '../nodes/types';
import { partitionOf } from '../sync/targets';
import { MetricPart, MetricRead, MetricReads } from './MetricReads';

/** Parts that the places are split into, for replicas to share. */
const PARTITIONS = 4;
const PLACES_AT_ONCE = 4;
const LEAST_TICK_MS = 1_000;
const MOST_TICK_MS = 60_000;
const TICKS_PER_INTERVAL = 10;
const TIMEOUT_MS = 30 * 60_000;
/** How long something new waits at the most. */
const URGENT_MS = 60_000;
/** How long a place may go unread before it counts as gone. */
const FORGET_AFTER_MS = 30 * 86_400_000;

/** Something that is read of every place again and again. */
export interface RepeatedRead {
  readonly part: MetricPart;
  readonly intervalMs: number;
  /** Places that are not to wait for all of it: there is something new in them. */
  urgent?(): Promise<readonly TargetKey[]>;
  run(
    target: SyncTarget,
    signal: AbortSignal,
  ): Promise<SyncProblem | undefined>;
}

function keyOf({ account, region }: { account: string; region: string }) {
  return `${account}/${region}`;
}

/** When the last read began that was not cut off. */
function startedOf(read: MetricRead | undefined): number {
  return read && (read.endedAt ?? 0) >= read.startedAt ? read.startedAt : 0;
}

/**
 * Reads metrics and alarms of all places again and again, each part of the
 * places as a task that Backstage's scheduler runs on one replica at a time.
 */
export class MonitoringSchedule {
  readonly #scheduler: SchedulerService;
  readonly #logger: LoggerService;
  readonly #accounts: AccountDirectory;
  readonly #reads: MetricReads;
  readonly #work: readonly RepeatedRead[];
  readonly #stopping = new AbortController();

  static create(options: {
    scheduler: SchedulerService;
    lifecycle: RootLifecycleService;
    logger: LoggerService;
    accounts: AccountDirectory;
    reads: MetricReads;
    work: readonly RepeatedRead[];
  }): MonitoringSchedule {
    return new MonitoringSchedule(options);
  }

  private constructor(
    options: Parameters<typeof MonitoringSchedule.create>[0],
  ) {
    this.#scheduler = options.scheduler;
    this.#logger = options.logger;
    this.#accounts = options.accounts;
    this.#reads = options.reads;
    this.#work = options.work;
    options.lifecycle.addShutdownHook(() => this.#stopping.abort());
  }

  /** Schedules the reads. */
  async start(): Promise<void> {
    for (const work of this.#work) {
      const tick = Math.min(
        Math.max(work.intervalMs / TICKS_PER_INTERVAL, LEAST_TICK_MS),
        MOST_TICK_MS,
      );
      for (let part = 0; part < PARTITIONS; part += 1) {
        await this.#scheduler.scheduleTask({
          id: `managed-nodes-${work.part}-${part}`,
          scope: 'global',
          frequency: { milliseconds: tick },
          initialDelay: { milliseconds: 4_000 + part * 50 },
          timeout: { milliseconds: TIMEOUT_MS },
          fn: signal =>
            this.#runPart(
              work,
              part,
              AbortSignal.any([signal, this.#stopping.signal]),
            ),
        });
      }
    }
    await this.#scheduler.scheduleTask({
      id: 'managed-nodes-metrics-forget',
      scope: 'global',
      frequency: { hours: 1 },
      initialDelay: { minutes: 2 },
      timeout: { minutes: 5 },
      fn: () => this.#reads.forget(Date.now() - FORGET_AFTER_MS),
    });
  }

  /** @throws what a read throws, but not before all of them ended. */
  async #runPart(
    work: RepeatedRead,
    part: number,
    signal: AbortSignal,
  ): Promise<void> {
    const limit = pLimit(PLACES_AT_ONCE);
    const due = await this.#due(work, part);
    const ended = await Promise.allSettled(
      due.map(target =>
        limit(async () => {
          if (!signal.aborted) {
            await this.#readOne(work, target, signal);
          }
        }),
      ),
    );
    const failed = ended.find(end => end.status === 'rejected');
    if (failed && !signal.aborted) {
      throw failed.reason;
    }
  }

  /** The places of a part that are due, with the longest waiting first. */
  async #due(work: RepeatedRead, part: number): Promise<SyncTarget[]> {
    const now = Date.now();
    const urgent = new Set((await work.urgent?.())?.map(keyOf));
    const waitOf = (target: SyncTarget) =>
      urgent.has(keyOf(target))
        ? Math.min(work.intervalMs, URGENT_MS)
        : work.intervalMs;
    const reads = new Map(
      (await this.#reads.all(work.part)).map(read => [keyOf(read), read]),
    );
    return this.#accounts
      .targets()
      .filter(target => partitionOf(target, PARTITIONS) === part)
      .map(target => ({ target, started: startedOf(reads.get(keyOf(target))) }))
      .filter(({ target, started }) => started <= now - waitOf(target))
      .sort((a, b) => a.started - b.started)
      .map(({ target }) => target);
  }

  async #readOne(
    work: RepeatedRead,
    target: SyncTarget,
    signal: AbortSignal,
  ): Promise<void> {
    const problem = await work.run(target, signal);
    if (problem) {
      const name = `${target.accountName} (${target.account}) ${target.region}`;
      this.#logger.warn(
        `The ${work.part} of ${name} could not be read and stay as they were: ${problem.code}: ${problem.message}`,
      );
    }
  }
}
