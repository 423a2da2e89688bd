import { rateWords, secondsAgo, sizeWords, uptimeWords } from './words';

describe('words for counters', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [3.44 * 1024 ** 3, '3.4 GiB'],
    [16 * 1024 ** 3, '16 GiB'],
    [29.5 * 1024 ** 3, '29.5 GiB'],
    [345.6 * 1024 ** 3, '346 GiB'],
    [1023.9 * 1024 ** 2, '1 GiB'],
    [Number.MAX_SAFE_INTEGER, '8 PiB'],
  ])('give %d bytes as %s', (bytes, words) => {
    expect(sizeWords(bytes)).toBe(words);
  });

  it.each([
    [0, '0 B/s'],
    [999, '999 B/s'],
    [999_600, '1 MB/s'],
    [3_440_000, '3.4 MB/s'],
    [1e15, '1000 TB/s'],
  ])('give %d bytes a second as %s', (rate, words) => {
    expect(rateWords(rate)).toBe(words);
  });

  it.each([
    [59, '0 min'],
    [15_130, '4 h 12 min'],
    [86_400, '1 day 0 h'],
    [23 * 86_400 + 4 * 3600, '23 days 4 h'],
  ])('give %d seconds as %s', (seconds, words) => {
    expect(uptimeWords(seconds)).toBe(words);
  });

  it('give seconds while they matter, and none before now', () => {
    const at = '2026-05-12T12:00:00Z';
    const time = Date.parse(at);
    expect(secondsAgo(at, time + 12_400)).toBe('12 seconds ago');
    expect(secondsAgo(at, time + 1_000)).toBe('1 second ago');
    // The portal's clock may be ahead of this one.
    expect(secondsAgo(at, time - 5_000)).toBe('0 seconds ago');
    expect(secondsAgo(at, time + 60_000)).toBeUndefined();
  });
});
