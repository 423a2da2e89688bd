import {
  facetQuerySchema,
  MAX_PAGE_SIZE,
  nodeFilterSchema,
  nodeListQuerySchema,
} from './query';

describe('nodeFilterSchema', () => {
  it('takes a parameter that is given once or many times', () => {
    expect(
      nodeFilterSchema.parse({ environment: 'azure', region: ['a', 'b'] }),
    ).toEqual({ environment: ['azure'], region: ['a', 'b'] });
  });

  it('leaves out what is not asked for, and what it does not know', () => {
    expect(nodeFilterSchema.parse({ owner: undefined, utm: 'x' })).toEqual({});
  });

  it.each([
    ['true', true],
    ['', true],
    [true, true],
    ['false', false],
    [false, false],
  ])('reads the flag %j as %j', (given, read) => {
    expect(nodeFilterSchema.parse({ unclaimed: given })).toEqual({
      unclaimed: read,
    });
  });

  it.each([
    ['a flag that is none', { unclaimed: 'maybe' }],
    ['an unknown environment', { environment: 'moon' }],
    ['an unknown status', { status: ['online', 'asleep'] }],
    ['an unknown bucket', { patchBucket: 'fine' }],
    ['an empty value', { owner: '' }],
    ['a value too long', { account: 'x'.repeat(257) }],
    ['a text too long', { q: 'x'.repeat(257) }],
    ['text given twice', { q: ['a', 'b'] }],
    ['more values than anybody picks', { region: Array(101).fill('a') }],
    ['an object for a word', { owner: { $ne: '' } }],
    ['an object for a text', { q: { like: '%' } }],
    ['two entities at once', { relatedTo: ['a', 'b'] }],
  ])('refuses %s', (_, query) => {
    const result = nodeFilterSchema.safeParse(query);
    expect(result.success).toBe(false);
    expect(result.error?.issues[0].path[0]).toBe(Object.keys(query)[0]);
  });

  it('keeps hostile text as it is', () => {
    const hostile = `<script>'; DROP TABLE nodes;--%_\\`;
    expect(nodeFilterSchema.parse({ q: hostile, tag: hostile })).toEqual({
      q: hostile,
      tag: [hostile],
    });
  });
});

describe('nodeListQuerySchema', () => {
  it('has defaults', () => {
    expect(nodeListQuerySchema.parse({})).toEqual({
      sort: 'title',
      order: 'asc',
      limit: 50,
    });
  });

  it('reads what a query string gives', () => {
    expect(
      nodeListQuerySchema.parse({
        platform: 'Ubuntu',
        sort: 'lastPing',
        order: 'desc',
        limit: '200',
        cursor: 'abc',
      }),
    ).toEqual({
      platform: ['Ubuntu'],
      sort: 'lastPing',
      order: 'desc',
      limit: MAX_PAGE_SIZE,
      cursor: 'abc',
    });
  });

  it.each([
    ['limit', '0'],
    ['limit', '201'],
    ['limit', '1.5'],
    ['limit', 'all'],
    ['sort', 'owner_ref; --'],
    ['order', 'sideways'],
    ['cursor', 'x'.repeat(2049)],
  ])('refuses %s=%s', (key, value) => {
    const result = nodeListQuerySchema.safeParse({ [key]: value });
    expect(result.error?.issues[0].path).toEqual([key]);
  });
});

describe('facetQuerySchema', () => {
  it('takes facets and filters side by side', () => {
    expect(
      facetQuerySchema.parse({ facet: 'owner', account: '111122223333' }),
    ).toEqual({ facet: ['owner'], account: ['111122223333'] });
  });

  it('refuses a facet there is none of', () => {
    expect(facetQuerySchema.safeParse({ facet: 'tags' }).success).toBe(false);
  });
});
