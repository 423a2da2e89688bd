import { day, duration, exactTime, nearDay, relativeTime } from './time';

const NOW = Date.parse('2026-05-12T12:00:00Z');

describe('relativeTime', () => {
  it.each([
    ['2026-05-12T11:59:30Z', 'just now'],
    ['2026-05-12T12:00:20Z', 'just now'],
    ['2026-05-12T11:57:00Z', '3 min ago'],
    ['2026-05-12T07:00:00Z', '5 h ago'],
    ['2026-05-11T11:00:00Z', '1 day ago'],
    ['2026-04-20T12:00:00Z', '22 days ago'],
    ['2025-12-12T12:00:00Z', '4 months ago'],
    ['2023-05-12T11:00:00Z', '3 years ago'],
    ['2026-05-12T14:00:00Z', 'in 2 h'],
  ])('says %s as %s', (iso, text) => {
    expect(relativeTime(iso, NOW)).toBe(text);
  });
});

describe('exactTime', () => {
  it('gives date, time and zone', () => {
    expect(exactTime('2026-05-12T12:00:07Z')).toMatch(
      /\d{1,2} May 2026, \d\d:\d\d:07 \S+/,
    );
  });
});

describe('day', () => {
  it('gives the date alone', () => {
    expect(day('2026-05-12T12:00:00Z')).toBe('12 May 2026');
  });
});

describe('duration', () => {
  it.each([
    [320, '320 ms'],
    [4200, '4.2 s'],
    [30_000, '30 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 05 min'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('nearDay', () => {
  it.each([
    ['2026-05-12T10:00:00Z', 'today'],
    ['2026-05-10T12:00:00Z', 'Sunday'],
    ['2026-05-14T12:00:00Z', 'Thursday'],
    ['2026-05-05T12:00:00Z', '5 May 2026'],
    ['2026-05-19T12:00:00Z', '19 May 2026'],
  ])('says %s as %s, so that no weekday can be mistaken', (iso, text) => {
    expect(nearDay(iso, NOW)).toBe(text);
  });
});
