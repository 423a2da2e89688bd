import { aSeries } from '../__testUtils__/metrics';
import { byKind, chartData, summaryOf } from './chartData';

const START = '2026-10-25T00:00:00.000Z';

describe('chartData', () => {
  it('lays lines side by side and keeps gaps', () => {
    const { lines, rows } = chartData({ start: START, periodSeconds: 3600 }, [
      { name: '/', values: [1, null, 3], weekBefore: [4, 5, null] },
      { name: '/data', values: [7, 8, 9], weekBefore: null },
    ]);

    expect(lines.map(({ name, before }) => [name, before])).toEqual([
      ['/', false],
      ['/, a week before', true],
      ['/data', false],
    ]);
    expect(rows).toEqual([
      { time: Date.parse(START), v0: 1, b0: 4, v1: 7 },
      { time: Date.parse(START) + 3_600_000, v0: null, b0: 5, v1: 8 },
      { time: Date.parse(START) + 7_200_000, v0: 3, b0: null, v1: 9 },
    ]);
  });

  it('puts series of a kind together, in their order', () => {
    expect(
      byKind([
        aSeries(),
        aSeries({ kind: 'disk', label: '/' }),
        aSeries({ kind: 'disk', label: '/data' }),
      ]).map(([kind, series]) => [kind, series.length]),
    ).toEqual([
      ['cpu', 1],
      ['disk', 2],
    ]);
  });

  it('says what there is, and nothing of nothing', () => {
    expect(summaryOf([null, 2, 4, null])).toEqual({
      minimum: 2,
      average: 3,
      maximum: 4,
      last: 4,
    });
    expect(summaryOf([null, null])).toBeUndefined();
  });
});
