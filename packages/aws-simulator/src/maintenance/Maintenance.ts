import { Fleet } from '../fleet/Fleet';
import { hash, Random } from '../model/random';
import { nextRun, runsBetween, Schedule } from './schedule';
import { MaintenanceWindow } from './types';
import { generateWindows } from './windows';

const DAY = 86_400_000;
const HOUR = DAY / 24;
/** How many nodes a window names one by one. */
const NAMED = 3;
/** Longer than any schedule waits. */
const LONGEST_WAIT = 36 * DAY;

/** A run of something in the past. Times are epoch milliseconds. */
export interface PastRun {
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
}

/** Maintenance windows of every account and Region. They tell when they run, and change nothing. */
export class Maintenance {
  readonly #fleet: Fleet;
  readonly #windows = new Map<string, readonly MaintenanceWindow[]>();

  static create(fleet: Fleet): Maintenance {
    return new Maintenance(fleet);
  }

  private constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  windows(account: string, region: string): readonly MaintenanceWindow[] {
    const key = `${account}/${region}`;
    let windows = this.#windows.get(key);
    if (!windows) {
      const named = this.#fleet
        .list(account, region)
        .filter(node => node.managed)
        .slice(0, NAMED)
        .map(node => node.id);
      windows = generateWindows(account, region, named);
      this.#windows.set(key, windows);
    }
    return windows;
  }

  /** When a window runs next; undefined for one that is switched off. */
  static nextRunOf(window: MaintenanceWindow, now: number): number | undefined {
    return window.enabled ? nextRun(window.schedule, now) : undefined;
  }

  /** Runs of the last five weeks, the latest first. A window that is switched off last ran before it was. */
  static pastRuns(
    { id, schedule, until }: { id: string; schedule: Schedule; until: number },
    longest: number,
  ): PastRun[] {
    return runsBetween(schedule, until - LONGEST_WAIT, until)
      .reverse()
      .map(startedAt => {
        const random = Random.create(hash(id), startedAt / 1000, 'run');
        const minutes = random.int(5, 55);
        return {
          id: random.uuid(),
          startedAt,
          endedAt: startedAt + Math.min(longest, (minutes * HOUR) / 60),
          failed: random.chance(0.08),
        };
      });
  }
}
