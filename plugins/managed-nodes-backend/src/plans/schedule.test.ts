import { nextRun, Schedule } from './schedule';

/** A Monday. */
const NOW = Date.parse('2026-11-23T14:00:00Z');

function next(
  expression: string | null,
  others: Partial<Schedule> = {},
  anchor: number | null = null,
): string | null {
  const time = nextRun(
    { expression, timezone: null, offsetDays: null, ...others },
    NOW,
    anchor,
  );
  return time === null ? null : new Date(time).toISOString();
}

describe('nextRun', () => {
  it.each([
    ['cron(0 2 ? * SUN *)', '2026-11-29T02:00:00.000Z'],
    ['cron(0 2 ? * 1 *)', '2026-11-29T02:00:00.000Z'],
    ['cron(0 2 ? * 7 *)', '2026-11-28T02:00:00.000Z'],
    ['cron(0 2 ? * MON-FRI *)', '2026-11-24T02:00:00.000Z'],
    ['cron(0 2 ? * 2-6 *)', '2026-11-24T02:00:00.000Z'],
    ['cron(0/30 * * * ? *)', '2026-11-23T14:30:00.000Z'],
    ['cron(15 10 * * ? *)', '2026-11-24T10:15:00.000Z'],
    ['cron(30 23 ? * TUE#3 *)', '2026-12-15T23:30:00.000Z'],
    ['cron(30 23 ? * 3#3 *)', '2026-12-15T23:30:00.000Z'],
    ['cron(0 0 2 ? 1/1 THU#1 *)', '2026-12-03T02:00:00.000Z'],
    ['cron(0 3 ? * 6L *)', '2026-11-27T03:00:00.000Z'],
    ['cron(0 3 ? * FRIL *)', '2026-11-27T03:00:00.000Z'],
    ['cron(0 3 ? * L *)', '2026-11-28T03:00:00.000Z'],
    ['cron(0 3 L * ? *)', '2026-11-30T03:00:00.000Z'],
    ['cron(0 3 15W * ? *)', '2026-12-15T03:00:00.000Z'],
    ['cron(0 3 1 1 ? 2028)', '2028-01-01T03:00:00.000Z'],
    ['cron(0 3 1 JAN ? 2027-2029)', '2027-01-01T03:00:00.000Z'],
    ['cron(5,35 14 ? * MON *)', '2026-11-23T14:05:00.000Z'],
  ])('finds the next time of %s', (expression, expected) => {
    expect(next(expression)).toBe(expected);
  });

  it('reads times in the zone of the schedule, summer or winter', () => {
    const timezone = 'America/Los_Angeles';
    expect(next('cron(0 16 ? * TUE *)', { timezone })).toBe(
      '2026-11-25T00:00:00.000Z',
    );
    expect(next('cron(0 16 1 7 ? *)', { timezone })).toBe(
      '2027-07-01T23:00:00.000Z',
    );
    expect(next('at(2026-12-24T18:00:00)', { timezone })).toBe(
      '2026-12-25T02:00:00.000Z',
    );
  });

  it('waits the days that the offset says', () => {
    expect(next('cron(30 23 ? * TUE#3 *)', { offsetDays: 2 })).toBe(
      '2026-12-17T23:30:00.000Z',
    );
    // The day itself has passed, what comes of it has not.
    expect(next('cron(0 2 ? * MON *)', { offsetDays: 3 })).toBe(
      '2026-11-26T02:00:00.000Z',
    );
  });

  it('counts rates from the last run, over those that did not come', () => {
    const run = Date.parse('2026-11-20T08:00:00Z');
    expect(next('rate(7 days)', {}, run)).toBe('2026-11-27T08:00:00.000Z');
    expect(next('rate(12 hours)', {}, run)).toBe('2026-11-23T20:00:00.000Z');
    expect(next('rate(1 day)', {}, run)).toBe('2026-11-24T08:00:00.000Z');
    expect(next('rate(30 minutes)', {}, NOW)).toBe('2026-11-23T14:30:00.000Z');
    expect(next('rate(30 minutes)')).toBeNull();
  });

  it('runs once at a moment, and not again', () => {
    expect(next('at(2026-12-24T18:00:00)')).toBe('2026-12-24T18:00:00.000Z');
    expect(next('at(2026-11-01T18:00:00)')).toBeNull();
    expect(next('cron(0 3 1 1 ? 2020)')).toBeNull();
  });

  it.each([
    null,
    '',
    'every day',
    'cron()',
    'cron(* * * *)',
    'cron(0 25 ? * SUN *)',
    'cron(0 2 ? * NEVER *)',
    'cron(0 2 30 2 ? *)',
    'cron(a b c d e f)',
    'rate(0 days)',
    'rate(5 fortnights)',
    'at(soon)',
    `cron(${'9'.repeat(250)} 2 ? * SUN *)`,
    '‮)*NUS * ? 2 0(norc',
  ])('says nothing of %p, soon', expression => {
    const start = Date.now();
    expect(next(expression, {}, NOW)).toBeNull();
    expect(Date.now() - start).toBeLessThan(1_000);
  });

  it('says nothing where the time zone is none', () => {
    expect(
      next('cron(0 2 ? * SUN *)', { timezone: 'Middle/Earth' }),
    ).toBeNull();
  });
});
