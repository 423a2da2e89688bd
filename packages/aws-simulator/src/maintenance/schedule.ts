import { Cron } from 'croner';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UNITS: Record<string, number> = {
  minute: MINUTE,
  hour: 60 * MINUTE,
  day: DAY,
};
const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const CRON = /^cron\((.+)\)$/;
const AT = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)\)$/;

/** When something runs, as Systems Manager writes it. */
export interface Schedule {
  /** `cron(…)` with six fields, `rate(…)`, or `at(…)` for once. */
  readonly expression: string;
  /** IANA name; UTC when absent. */
  readonly timezone?: string;
  /** What rates count from. Epoch milliseconds. */
  readonly createdAt: number;
  /** Days to wait after the day that a `cron(…)` names. */
  readonly offsetDays?: number;
}

/**
 * AWS's cron in croner's words: AWS has a year and no seconds, needs `?` for
 * one of the two days, and counts weekdays from Sunday, 1.
 */
function cronOf(fields: string, timezone = 'UTC'): Cron {
  return new Cron(`0 ${fields.replaceAll('?', '*')}`, {
    mode: '7-part',
    timezone,
    alternativeWeekdays: true,
  });
}

/** When a schedule runs first after a moment; undefined when it never does any more. */
export function nextRun(
  { expression, timezone, createdAt, offsetDays = 0 }: Schedule,
  after: number,
): number | undefined {
  const [, count, unit] = RATE.exec(expression) ?? [];
  if (count) {
    const every = Number(count) * UNITS[unit];
    const passed = Math.floor((after - createdAt) / every);
    return createdAt + Math.max(1, passed + 1) * every;
  }
  const [, once] = AT.exec(expression) ?? [];
  if (once) {
    const at = Date.parse(`${once}Z`);
    return at > after ? at : undefined;
  }
  const [, fields] = CRON.exec(expression) ?? [];
  if (!fields) {
    throw new Error(`${expression} is no schedule of Systems Manager`);
  }
  const offset = offsetDays * DAY;
  const run = cronOf(fields, timezone).nextRun(new Date(after - offset));
  return run ? run.getTime() + offset : undefined;
}

/** When it runs after `from` and until `to`, in order. All are epoch milliseconds. */
export function runsBetween(
  schedule: Schedule,
  from: number,
  to: number,
): number[] {
  const runs: number[] = [];
  let run = nextRun(schedule, from);
  while (run !== undefined && run <= to) {
    runs.push(run);
    run = nextRun(schedule, run);
  }
  return runs;
}
