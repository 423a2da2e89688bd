import { countOf, formatCount, formatShare, truncateMiddle } from './text';

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1\u202f000'],
    [1234567, '1\u202f234\u202f567'],
  ])('writes %d with thin spaces', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });
});

describe('countOf', () => {
  it('agrees in number', () => {
    expect(countOf(1, 'node')).toBe('1 node');
    expect(countOf(0, 'node')).toBe('0 nodes');
    expect(countOf(2, 'patch', 'patches')).toBe('2 patches');
  });
});

describe('truncateMiddle', () => {
  it('leaves short text alone', () => {
    expect(truncateMiddle('abcdef', 6)).toBe('abcdef');
  });

  it('keeps both ends, and the length asked for', () => {
    expect(truncateMiddle('payments-api-prod-001', 9)).toBe('paym…-001');
  });

  it('never cuts a character in two', () => {
    expect(truncateMiddle('😀😀😀😀😀😀', 3)).toBe('😀…😀');
  });
});

describe('formatShare', () => {
  it.each([
    [0.874, '87 %'],
    [1, '100 %'],
    [0.999, '99 %'],
    [0, '0 %'],
    [0.001, '1 %'],
  ])('writes %d, and never all or none when it is not so', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});
