import { lookupWords, momentWords, tickWords, valueWords } from './metricWords';

const HOUR = 3_600_000;

describe('valueWords', () => {
  it.each([
    [42.345, 'percent', '42.3 %'],
    [0, 'percent', '0 %'],
    [1_250_000, 'bytesPerSecond', '1.3 MB/s'],
    [900, 'bytesPerSecond', '900 B/s'],
    [1, 'count', '1'],
  ] as const)('says %s %s as %s', (value, unit, words) => {
    expect(valueWords(value, unit)).toBe(words);
  });
});

describe('moments on an axis', () => {
  // Clocks went back by an hour at 1:00 UTC.
  const night = Date.parse('2026-10-25T00:30:00Z');
  const local = {
    utc: false,
    longerThanADay: false,
    timeZone: 'Europe/Berlin',
  };

  it('tell the hour that comes twice, as clocks do', () => {
    expect(
      [0, 1, 2].map(hours => tickWords(night + hours * HOUR, local)),
    ).toEqual(['02:30', '02:30', '03:30']);
    expect(
      [0, 1].map(hours =>
        momentWords(night + hours * HOUR, {
          utc: false,
          timeZone: 'Europe/Berlin',
        }),
      ),
    ).toEqual(['25 Oct, 02:30 CEST', '25 Oct, 02:30 CET']);
  });

  it('leave out the hour that there is not', () => {
    const spring = Date.parse('2026-03-08T06:30:00Z');
    expect(
      [0, 1].map(hours =>
        tickWords(spring + hours * HOUR, {
          ...local,
          timeZone: 'America/New_York',
        }),
      ),
    ).toEqual(['01:30', '03:30']);
  });

  it('are even in UTC, and have a date over more than a day', () => {
    expect(
      [0, 1, 2].map(hours =>
        tickWords(night + hours * HOUR, { utc: true, longerThanADay: true }),
      ),
    ).toEqual(['25 Oct, 00:30', '25 Oct, 01:30', '25 Oct, 02:30']);
  });
});

describe('lookupWords', () => {
  const lookup = {
    namespace: 'CWAgent',
    dimension: 'host',
    value: 'web-1',
    found: null,
    skipped: null,
  };

  it.each([
    [{ ...lookup, found: 7 }, '7 found for host = web-1 in CWAgent.'],
    [{ ...lookup, found: 0 }, 'None in two weeks for host = web-1 in CWAgent.'],
    [
      { ...lookup, skipped: '2 other nodes have the same name' },
      'Not looked for host = web-1 in CWAgent: 2 other nodes have the same name.',
    ],
  ])('says how it went', (given, words) => {
    expect(lookupWords(given)).toBe(words);
  });
});
