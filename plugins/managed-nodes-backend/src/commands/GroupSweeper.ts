import { LoggerService } from '@backstage/backend-plugin-api';
import { toSyncProblem } from '../aws/problems';
import { FollowTimes } from './followTimes';
import { GroupOfOperation } from './OperationWork';
import { Transports } from './Transport';
import { TRANSPORT_WORDS } from './transportWords';

/** From that many groups of one place on, it takes fewer requests to list all than to look at each. */
const SWEEP_FROM = 6;

/** Groups that AWS lists on one page, and how long after a page of them AWS is not asked for more. */
const PAGE = 50;
const PAGE_MS = 100;

/** A group to look at. */
export interface Look {
  group: GroupOfOperation;
  /** What a listing says of it; undefined when none tells of it. */
  print: string | undefined;
  /** Whether a listing says something else than at the last look. */
  fresh: boolean;
}

interface GroupSweeperOptions {
  transports: Transports;
  logger: LoggerService;
  times: Pick<FollowTimes, 'poll'>;
}

/**
 * Finds out which groups are to be looked at now. Where many are under way in
 * one place, AWS is asked for all at once, and only those are looked at of
 * which it says something new. What it said before is kept in memory: without
 * it each group is looked at once more.
 */
export class GroupSweeper {
  readonly #options: GroupSweeperOptions;
  /** What listings say of groups, and what they said at the last look, by id. */
  readonly #listed = new Map<number, string>();
  readonly #looked = new Map<number, string>();
  /** When places may be listed again. */
  readonly #nextAt = new Map<string, number>();

  static create(options: GroupSweeperOptions): GroupSweeper {
    return new GroupSweeper(options);
  }

  private constructor(options: GroupSweeperOptions) {
    this.#options = options;
  }

  /** Deals groups out by place and transport, and forgets all others. */
  places(groups: GroupOfOperation[]): GroupOfOperation[][] {
    const ids = new Set(groups.map(({ id }) => id));
    for (const known of [this.#listed, this.#looked]) {
      [...known.keys()]
        .filter(id => !ids.has(id))
        .forEach(id => known.delete(id));
    }
    const places = new Map<string, GroupOfOperation[]>();
    for (const group of groups) {
      const key = `${group.transport}/${group.account}/${group.region}`;
      places.set(key, [...(places.get(key) ?? []), group]);
    }
    return [...places.values()];
  }

  /** Those groups of one place that are to be looked at now. */
  async due(groups: GroupOfOperation[], signal: AbortSignal): Promise<Look[]> {
    if (groups.length < SWEEP_FROM) {
      groups.forEach(({ id }) => this.#listed.delete(id));
    } else {
      await this.#sweep(groups, signal);
    }
    const now = Date.now();
    const [, most] = this.#options.times.poll;
    return groups.flatMap(group => {
      const print = this.#listed.get(group.id);
      const fresh = print !== undefined && print !== this.#looked.get(group.id);
      // What listings told of was to be looked at late; now none does.
      const left = print === undefined && group.poll_delay > most;
      return fresh || left || Number(group.poll_at) <= now
        ? [{ group, print, fresh }]
        : [];
    });
  }

  /** Notes that a group was looked at. */
  looked({ group, print }: Look): void {
    if (print !== undefined) {
      this.#looked.set(group.id, print);
    }
  }

  async #sweep(groups: GroupOfOperation[], signal: AbortSignal): Promise<void> {
    const { transports, logger } = this.#options;
    const [{ account, region, transport }] = groups;
    const key = `${transport}/${account}/${region}`;
    const way = transports[transport];
    if (!way?.sweep || Date.now() < (this.#nextAt.get(key) ?? 0)) {
      return;
    }
    try {
      const prints = await way.sweep(
        { account, region },
        groups.map(group => group.command_id ?? ''),
        Math.min(...groups.map(group => Number(group.sent_at))),
        signal,
      );
      for (const group of groups) {
        const print = prints.get(group.command_id ?? '');
        if (print === undefined) {
          this.#listed.delete(group.id);
        } else {
          this.#listed.set(group.id, print);
        }
      }
    } catch (error) {
      const { many, find } = TRANSPORT_WORDS[transport];
      const { message } = toSyncProblem(error, find);
      logger.warn(
        `The ${many} of ${account}/${region} cannot be listed: ${message}`,
      );
    }
    const pages = Math.ceil(groups.length / PAGE);
    this.#nextAt.set(key, Date.now() + pages * PAGE_MS);
  }
}
