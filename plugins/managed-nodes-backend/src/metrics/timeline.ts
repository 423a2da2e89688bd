import { InputError } from '@backstage/errors';
import { MetricRange } from '@managed-nodes/plugin-managed-nodes-common';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const RANGES: Readonly<Record<MetricRange, number>> = {
  '1h': HOUR,
  '3h': 3 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '7d': 7 * DAY,
  '15d': 15 * DAY,
};

/** Periods to choose from, in seconds, and the longest time each is for. */
const PERIODS: ReadonlyArray<readonly [period: number, upTo: number]> = [
  [MINUTE, 6 * HOUR],
  [5 * MINUTE, 30 * HOUR],
  [15 * MINUTE, 4 * DAY],
  [30 * MINUTE, 8 * DAY],
  [HOUR, Infinity],
];

/** Data of a minute is kept for so long. */
const FINE = 15 * DAY;
const FINE_PERIOD = 5 * MINUTE;

/** A time that charts show, cut into periods. Seconds since the epoch. */
export interface Timeline {
  readonly start: number;
  /** Not included. */
  readonly end: number;
  readonly period: number;
}

/** What is asked of time. */
export interface TimeQuery {
  readonly range: MetricRange;
  readonly from?: string;
  readonly to?: string;
  readonly compare?: boolean;
}

/** A week, in seconds. */
export const WEEK = 7 * DAY;

function periodOf(seconds: number, oldest: number): number {
  const [period] = PERIODS.find(([, upTo]) => seconds <= upTo) ?? [HOUR];
  return oldest > FINE ? Math.max(period, FINE_PERIOD) : period;
}

/**
 * The time to show, from and to whole periods. It ends with the last period
 * that is over: one that runs would look as if everything fell.
 *
 * @param now - milliseconds since the epoch
 * @param least - the shortest period there is data of, in seconds
 * @throws InputError when the time is upside down, in the future or too long
 */
export function timelineOf(
  query: TimeQuery,
  now: number,
  least = MINUTE,
): Timeline {
  const until = Math.floor(now / 1000);
  const to = query.to
    ? Math.min(until, Math.floor(Date.parse(query.to) / 1000))
    : until;
  const from = query.from
    ? Math.floor(Date.parse(query.from) / 1000)
    : to - RANGES[query.range];
  if (from >= to) {
    throw new InputError(
      'The time has to begin before it ends, and before now',
    );
  }
  if (to - from > RANGES['15d']) {
    throw new InputError('At most 15 days can be shown at a time');
  }
  const oldest = until - from + (query.compare ? WEEK : 0);
  const period = Math.max(least, periodOf(to - from, oldest));
  const end = Math.floor(to / period) * period;
  const start = Math.min(Math.floor(from / period) * period, end - period);
  return { start, end, period };
}

/** The same time so many seconds earlier. */
export function earlier(timeline: Timeline, seconds: number): Timeline {
  return {
    ...timeline,
    start: timeline.start - seconds,
    end: timeline.end - seconds,
  };
}

/** Values in their places, null where there are none. */
export function spread(
  { start, end, period }: Timeline,
  points: ReadonlyMap<number, number>,
): Array<number | null> {
  const values: Array<number | null> = [];
  for (let time = start; time < end; time += period) {
    values.push(points.get(time) ?? null);
  }
  return values;
}

/** A moment as the API says it. */
export function toTimestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
