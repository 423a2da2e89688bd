import { Cron } from 'croner';

const MINUTE = 60_000;
const DAY = 86_400_000;

const UNITS: Record<string, number> = {
  minute: MINUTE,
  hour: 60 * MINUTE,
  day: DAY,
};

const RATE = /^rate\(\s*(\d{1,6})\s+(minute|hour|day)s?\s*\)$/i;
const AT = /^at\(\s*(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)Z?\s*\)$/i;
const CRON = /^cron\(\s*(.*?)\s*\)$/i;

/** By how much a day may be longer than others. */
const LONGER_DAY = 2 * 60 * MINUTE;

/** Runs every minute that may be found in that time. */
const MOST_PASSED = 250;

/** Fields of a cron expression, the year being the last of them. */
const FIELDS = 6;

/** When something of Systems Manager runs, as AWS writes it. */
export interface Schedule {
  /** `cron(…)`, `rate(…)` or `at(…)`; null: never. */
  expression: string | null;
  /** IANA name; null: UTC. */
  timezone: string | null;
  /** Days that pass between what a cron expression says and the run. */
  offsetDays: number | null;
}

/**
 * The pattern of a cron expression as croner takes it. Systems Manager writes
 * minutes to years, with or without seconds before them, and the last Friday
 * of the month as `6L`, which croner writes `6#L`. Of `?` croner makes a day
 * that is given, and both days then count.
 */
function toPattern(text: string): string | undefined {
  const fields = text.replace(/\?/g, '*').split(/\s+/);
  if (fields.length === FIELDS) {
    fields.unshift('0');
  }
  if (fields.length !== FIELDS + 1) {
    return undefined;
  }
  const [weekdays] = fields.splice(5, 1);
  const last = /^L$/i.test(weekdays)
    ? 'SAT'
    : weekdays.replace(/(\w)L\b/gi, '$1#L');
  return [...fields.slice(0, 5), last, ...fields.slice(5)].join(' ');
}

function nextByCron(schedule: Schedule, text: string, after: number) {
  const pattern = toPattern(text);
  if (!pattern) {
    return undefined;
  }
  const options = {
    mode: '7-part' as const,
    timezone: schedule.timezone ?? 'UTC',
    // As in Quartz, from which AWS has its expressions: 1 is Sunday, and 0/15
    // starts at 0.
    alternativeWeekdays: true,
    sloppyRanges: true,
  };
  const cron = new Cron(pattern, options);
  const dayOffset = schedule.offsetDays ?? 0;
  if (!dayOffset) {
    return cron.nextRun(new Date(after));
  }
  // croner moves the day it finds but does not look back for it. Days are not
  // always of 24 hours, so it looks a little further back than that.
  const moved = new Cron(pattern, { ...options, dayOffset });
  let day = cron.nextRun(new Date(after - dayOffset * DAY - LONGER_DAY));
  for (let passed = 0; day && passed < MOST_PASSED; passed += 1) {
    const run = moved.nextRun(new Date(day.getTime() - 1000));
    if (run && run.getTime() > after) {
      return run;
    }
    day = cron.nextRun(day);
  }
  return null;
}

function nextAt(schedule: Schedule, text: string, after: number) {
  return new Cron(text, { timezone: schedule.timezone ?? 'UTC' }).nextRun(
    new Date(after),
  );
}

function nextByRate(rate: number, after: number, anchor: number) {
  const passed = Math.max(Math.floor((after - anchor) / rate) + 1, 1);
  return new Date(anchor + passed * rate);
}

/**
 * When a schedule runs next.
 *
 * Cron expressions are worked out by croner (MIT, no dependencies): it has
 * years, the nearest weekday (`15W`), the last and the nth of a weekday, the
 * weekday numbers of Quartz, days of offset and time zones with their summer
 * time, all of which Systems Manager allows. cron-parser has neither years nor
 * `W` and counts weekdays from 0; the cron package that Backstage's scheduler
 * uses has none of these.
 *
 * @param after - milliseconds since the epoch
 * @param anchor - a run, or when it was set up, that rates count from
 * @returns null when there is no next run, or the expression is not one that
 *   we understand.
 */
export function nextRun(
  schedule: Schedule,
  after: number,
  anchor: number | null = null,
): number | null {
  const expression = schedule.expression?.trim() ?? '';
  const [, amount, unit] = RATE.exec(expression) ?? [];
  const rate = unit ? Number(amount) * UNITS[unit.toLowerCase()] : 0;
  const [, moment] = AT.exec(expression) ?? [];
  const [, cron] = CRON.exec(expression) ?? [];
  try {
    let next: Date | null | undefined;
    if (rate) {
      next = anchor === null ? null : nextByRate(rate, after, anchor);
    } else if (moment) {
      next = nextAt(schedule, moment, after);
    } else if (cron) {
      next = nextByCron(schedule, cron, after);
    }
    const time = next?.getTime();
    return Number.isFinite(time) ? time! : null;
  } catch {
    // What AWS accepts and croner does not is shown as it was written, with
    // no date rather than a wrong one.
    return null;
  }
}
