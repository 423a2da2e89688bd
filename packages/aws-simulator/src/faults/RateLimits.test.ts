import { RateLimits } from './RateLimits';

const REQUEST = {
  service: 'ssm',
  operation: 'ListNodes',
  account: '111122223333',
  region: 'eu-central-1',
};

describe('RateLimits', () => {
  let now = 0;
  const limits = RateLimits.create(() => now);
  const takeMany = (count: number, request = REQUEST) =>
    Array.from({ length: count }, () => limits.take(request)).filter(Boolean)
      .length;

  beforeEach(() => {
    limits.set([{ service: 'ssm', rate: 2, burst: 3 }]);
  });

  it('lets a burst through and then the rate', () => {
    expect(takeMany(5)).toBe(3);
    now += 500;
    expect(takeMany(5)).toBe(1);
    now += 60_000;
    expect(takeMany(5)).toBe(3);
  });

  it('keeps a bucket per account, Region and operation', () => {
    takeMany(3);

    expect(takeMany(5, { ...REQUEST, account: '222233334444' })).toBe(3);
    expect(takeMany(5, { ...REQUEST, region: 'us-east-1' })).toBe(3);
    expect(takeMany(5, { ...REQUEST, operation: 'ListNodesSummary' })).toBe(3);
    expect(takeMany(5)).toBe(0);
  });

  it('does not limit what no limit matches', () => {
    expect(takeMany(50, { ...REQUEST, service: 'ec2' })).toBe(50);
  });

  it('forgets buckets with its limits', () => {
    takeMany(3);
    limits.set([{ rate: 2 }]);

    expect(takeMany(5)).toBe(2);
    expect(limits.list()).toEqual([{ rate: 2 }]);
  });
});
