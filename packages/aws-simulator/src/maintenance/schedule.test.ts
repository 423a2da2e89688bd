import { nextRun, runsBetween, Schedule } from './schedule';

const AFTER = Date.parse('2026-11-20T12:00:00Z');
const iso = (time: number | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString();

function schedule(expression: string, timezone?: string): Schedule {
  return {
    expression,
    timezone,
    createdAt: Date.parse('2026-11-01T09:30:00Z'),
  };
}

describe('nextRun', () => {
  it.each([
    ['rate(1 day)', '2026-11-21T09:30:00.000Z'],
    ['rate(30 minutes)', '2026-11-20T12:30:00.000Z'],
    ['cron(0 2 ? * SUN *)', '2026-11-22T02:00:00.000Z'],
    // Sunday is the first day of the week.
    ['cron(0 2 ? * 1 *)', '2026-11-22T02:00:00.000Z'],
    ['cron(0 2 ? * 7 *)', '2026-11-21T02:00:00.000Z'],
    ['cron(30 3 ? * TUE#2 *)', '2026-12-08T03:30:00.000Z'],
    ['cron(0 1 * * ? *)', '2026-11-21T01:00:00.000Z'],
    ['cron(0 4 L * ? *)', '2026-11-30T04:00:00.000Z'],
    ['cron(0 4 1 1 ? 2028)', '2028-01-01T04:00:00.000Z'],
  ])('understands %s', (expression, expected) => {
    expect(iso(nextRun(schedule(expression), AFTER))).toBe(expected);
  });

  it('never runs again after its last year', () => {
    expect(nextRun(schedule('cron(0 4 1 1 ? 2025)'), AFTER)).toBeUndefined();
  });

  it('follows the summer time of its time zone', () => {
    const berlin = schedule('cron(0 2 ? * SUN *)', 'Europe/Berlin');

    expect(iso(nextRun(berlin, AFTER))).toBe('2026-11-22T01:00:00.000Z');
    expect(iso(nextRun(berlin, Date.parse('2026-07-01T00:00:00Z')))).toBe(
      '2026-07-05T00:00:00.000Z',
    );
  });

  it('refuses anything else', () => {
    expect(() => nextRun(schedule('every day'), AFTER)).toThrow(/no schedule/);
  });
});

describe('runsBetween', () => {
  it('gives every run', () => {
    expect(
      runsBetween(
        schedule('rate(1 day)'),
        AFTER,
        Date.parse('2026-11-23T09:30:00Z'),
      ).map(iso),
    ).toEqual([
      '2026-11-21T09:30:00.000Z',
      '2026-11-22T09:30:00.000Z',
      '2026-11-23T09:30:00.000Z',
    ]);
  });
});
