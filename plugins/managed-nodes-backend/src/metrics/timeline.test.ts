import { earlier, spread, timelineOf, toTimestamp, WEEK } from './timeline';

const NOW = Date.parse('2026-11-24T12:34:56Z');

describe('timelineOf', () => {
  it.each([
    ['1h', 60, 60],
    ['3h', 60, 180],
    ['12h', 300, 144],
    ['1d', 300, 288],
    ['3d', 900, 288],
    ['7d', 1800, 336],
    ['15d', 3600, 360],
  ] as const)('cuts %s into periods of %i seconds', (range, period, count) => {
    const timeline = timelineOf({ range }, NOW);

    expect(timeline.period).toBe(period);
    expect(timeline.start % period).toBe(0);
    expect(timeline.end % period).toBe(0);
    expect((timeline.end - timeline.start) / period).toBeGreaterThanOrEqual(
      count,
    );
    expect((timeline.end - timeline.start) / period).toBeLessThanOrEqual(
      count + 1,
    );
    // The period that runs is not over.
    expect(timeline.end * 1000).toBeLessThanOrEqual(NOW);
    expect(timeline.end * 1000).toBeGreaterThan(NOW - period * 1000);
  });

  it('is coarser for what is older than CloudWatch keeps minutes of', () => {
    const old = {
      range: '1h',
      from: '2026-11-01T10:00:00Z',
      to: '2026-11-01T11:00:00Z',
    } as const;

    expect(timelineOf(old, NOW)).toMatchObject({
      start: Date.parse(old.from) / 1000,
      end: Date.parse(old.to) / 1000,
      period: 300,
    });
    expect(timelineOf({ range: '3h', compare: true }, NOW).period).toBe(60);
  });

  it('is never finer than there is data', () => {
    expect(timelineOf({ range: '1h' }, NOW, 300).period).toBe(300);
  });

  it('holds a period at least', () => {
    const { start, end, period } = timelineOf(
      {
        range: '1h',
        from: '2026-11-24T12:34:10Z',
        to: '2026-11-24T12:34:20Z',
      },
      NOW,
    );

    expect(end - start).toBe(period);
  });

  it.each([
    ['upside down', '2026-11-24T11:00:00Z', '2026-11-24T10:00:00Z'],
    ['in the future', '2026-11-24T13:00:00Z', '2026-11-24T14:00:00Z'],
    ['too long', '2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z'],
  ])('refuses a time that is %s', (_, from, to) => {
    expect(() => timelineOf({ range: '1h', from, to }, NOW)).toThrow(
      /has to begin|15 days/,
    );
  });
});

describe('spread', () => {
  const timeline = { start: 600, end: 900, period: 60 };

  it('puts values in their places and leaves gaps', () => {
    expect(
      spread(
        timeline,
        new Map([
          [600, 1],
          [720, 3],
          [840, 0],
          [900, 9],
        ]),
      ),
    ).toEqual([1, null, 3, null, 0]);
  });

  it('goes back in time', () => {
    expect(earlier({ ...timeline, start: WEEK }, WEEK).start).toBe(0);
    expect(toTimestamp(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});
