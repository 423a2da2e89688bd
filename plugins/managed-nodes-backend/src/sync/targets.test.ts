import { partitionOf } from './targets';

describe('partitionOf', () => {
  it('spreads targets evenly, each always to the same part', () => {
    const targets = Array.from({ length: 120 }, (_, index) => ({
      account: String(100_000_000_000 + Math.floor(index / 3)),
      region: ['a', 'b', 'c'][index % 3],
    }));
    const parts = targets.map(target => partitionOf(target, 7));
    expect(targets.map(target => partitionOf(target, 7))).toEqual(parts);
    const sizes = new Map<number, number>();
    parts.forEach(part => sizes.set(part, (sizes.get(part) ?? 0) + 1));
    expect([...sizes.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(Math.min(...sizes.values())).toBeGreaterThan(5);
  });
});
