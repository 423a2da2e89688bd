import { nextRun } from '../../maintenance/schedule';
import { AwsError } from '../../protocol/AwsError';

const SHORTEST = 30 * 60_000;
/** How many gaps between runs are looked at. */
const LOOKED_AT = 50;
const CRON = /^cron\(\S+ \S+ (?<day>\S+) (?<month>\S+) (?<weekday>\S+) \S+\)$/;

interface Schedule {
  ScheduleExpression?: string;
  ScheduleOffset?: number;
  ApplyOnlyAtCronInterval?: boolean;
}

function invalid(why: string): AwsError {
  return new AwsError('InvalidSchedule', `The schedule is invalid: ${why}.`);
}

function runsOf(expression: string, now: number): number[] {
  const runs: number[] = [];
  try {
    let run = nextRun({ expression, createdAt: now }, now);
    while (run !== undefined && runs.length < LOOKED_AT) {
      runs.push(run);
      run = nextRun({ expression, createdAt: now }, run);
    }
  } catch {
    // What the schedule's parser cannot read is the caller's mistake.
    throw invalid(`${expression} is neither a cron nor a rate expression`);
  }
  return runs;
}

/**
 * Refuses schedules that State Manager does not keep: more often than every
 * 30 minutes, in some months only, or in the past.
 *
 * @throws AwsError InvalidSchedule
 */
export function checkSchedule(
  {
    ScheduleExpression: expression,
    ScheduleOffset,
    ApplyOnlyAtCronInterval: onlyAtCron,
  }: Schedule,
  now: number,
): void {
  const isCron = expression?.startsWith('cron(') ?? false;
  if (ScheduleOffset !== undefined && (!isCron || !onlyAtCron)) {
    throw invalid(
      'ScheduleOffset needs a cron expression and ApplyOnlyAtCronInterval',
    );
  }
  if (onlyAtCron && !isCron) {
    throw invalid('ApplyOnlyAtCronInterval needs a cron expression');
  }
  if (expression === undefined) {
    return;
  }
  const { day, month, weekday } = CRON.exec(expression)?.groups ?? {};
  if (isCron && month !== '*') {
    throw invalid('it needs six fields, of which the months are *');
  }
  if (isCron && (day === '?') === (weekday === '?')) {
    throw invalid('one of day of month and day of week has to be ?');
  }
  if (/^rate\(0+ /.test(expression)) {
    throw invalid('a rate is at least 1');
  }
  const runs = runsOf(expression, now);
  if (!runs.length) {
    throw invalid('it never comes');
  }
  if (runs.some((run, i) => i > 0 && run - runs[i - 1] < SHORTEST)) {
    throw invalid('it is shorter than 30 minutes');
  }
}
