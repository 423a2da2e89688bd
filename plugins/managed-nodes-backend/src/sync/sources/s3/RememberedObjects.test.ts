import { isSame } from './RememberedObjects';

const object = { key: 'k', size: 1, etag: '"a"', lastModified: 1 };
const seen = { etag: '"a"', lastModified: 1, note: null };

describe('isSame', () => {
  it('goes by the ETag where there is one', () => {
    expect(isSame(seen, object)).toBe(true);
    expect(isSame(seen, { ...object, lastModified: 2 })).toBe(true);
    expect(isSame(seen, { ...object, etag: '"b"' })).toBe(false);
    expect(isSame(seen, { ...object, etag: null })).toBe(false);
  });

  it('goes by the time where there is none, and never by nothing', () => {
    const timed = { ...seen, etag: null };
    expect(isSame(timed, { ...object, etag: null })).toBe(true);
    expect(isSame(timed, { ...object, etag: null, lastModified: 2 })).toBe(
      false,
    );
    expect(
      isSame(
        { ...timed, lastModified: null },
        { ...object, etag: null, lastModified: null },
      ),
    ).toBe(false);
  });

  it('takes no object for the same as none', () => {
    expect(isSame(undefined, undefined)).toBe(true);
    expect(isSame(seen, undefined)).toBe(false);
    expect(isSame(undefined, object)).toBe(false);
  });
});
