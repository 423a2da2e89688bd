const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Age up to which counts pass as fresh; older ones are marked. @public */
export const FRESHNESS_LIMIT_MS = 15 * MINUTE;

function amount(distance: number): string {
  if (distance < HOUR) {
    return `${Math.floor(distance / MINUTE)} min`;
  }
  if (distance < DAY) {
    return `${Math.floor(distance / HOUR)} h`;
  }
  const days = Math.floor(distance / DAY);
  if (days < 60) {
    return days === 1 ? '1 day' : `${days} days`;
  }
  return days < 730
    ? `${Math.floor(days / 30.44)} months`
    : `${Math.floor(days / 365.25)} years`;
}

/**
 * A point in time as people say it: `just now`, `3 min ago`, `in 2 h`.
 *
 * @param iso - ISO 8601
 * @param now - in milliseconds since the epoch
 * @public
 */
export function relativeTime(iso: string, now: number): string {
  const distance = now - Date.parse(iso);
  if (Math.abs(distance) < MINUTE) {
    return 'just now';
  }
  return distance > 0 ? `${amount(distance)} ago` : `in ${amount(-distance)}`;
}

/**
 * The exact time in the reader's own zone, with the zone's name:
 * `12 May 2026, 14:03:22 CEST`.
 *
 * @public
 */
export function exactTime(iso: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return parts.format(new Date(iso));
}

/**
 * The day in the reader's own zone: `12 May 2026`.
 *
 * @public
 */
export function day(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(iso));
}

/**
 * A day as people near it say it: `today`, `Thursday` within six days either
 * way, and `12 May 2026` further away. In the reader's own zone.
 *
 * @param iso - ISO 8601
 * @param now - in milliseconds since the epoch
 * @public
 */
export function nearDay(iso: string, now: number): string {
  const date = new Date(iso);
  if (date.toDateString() === new Date(now).toDateString()) {
    return 'today';
  }
  return Math.abs(date.getTime() - now) < 6 * DAY
    ? new Intl.DateTimeFormat('en-GB', { weekday: 'long' }).format(date)
    : day(iso);
}

/**
 * A duration: `320 ms`, `4.2 s`, `30 s`, `3 min 20 s`, `2 h 05 min`.
 *
 * @public
 */
export function duration(ms: number): string {
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < MINUTE) {
    return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  }
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return ms < HOUR
    ? `${Math.floor(ms / MINUTE)} min ${two((ms % MINUTE) / 1000)} s`
    : `${Math.floor(ms / HOUR)} h ${two((ms % HOUR) / MINUTE)} min`;
}
