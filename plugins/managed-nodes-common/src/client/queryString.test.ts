import { nodeListQuerySchema } from '../model/query';
import { toQueryString } from './queryString';

describe('toQueryString', () => {
  it.each([
    ['nothing', {}, ''],
    ['nothing of substance', { a: undefined, b: null, c: '', d: [] }, ''],
    ['one value', { limit: 50 }, '?limit=50'],
    ['values in their order', { b: 1, a: 2 }, '?b=1&a=2'],
    ['lists', { region: ['a', 'b'] }, '?region=a&region=b'],
    ['lists with gaps', { region: ['a', undefined, ''] }, '?region=a'],
    [
      'zero and false',
      { after: 0, unclaimed: false },
      '?after=0&unclaimed=false',
    ],
    ['what needs escaping', { q: 'a&b=c #?ü' }, '?q=a%26b%3Dc+%23%3F%C3%BC'],
    ['line breaks', { q: 'a\r\nb' }, '?q=a%0D%0Ab'],
  ])('writes %s', (_, request, text) => {
    expect(toQueryString(request)).toBe(text);
  });

  it('is read back as it was meant', () => {
    const request = {
      q: `<script> & "quotes" % 支払い`,
      owner: ['group:default/a', 'group:default/b'],
      tag: ['Key=a=b&c'],
      unclaimed: true,
      agentOutdated: false,
      sort: 'patch',
      order: 'desc',
      limit: 100,
      cursor: 'a+b/c==',
    };
    const params = new URLSearchParams(toQueryString(request));
    const received = Object.fromEntries(
      [...new Set(params.keys())].map(key => {
        const values = params.getAll(key);
        return [key, values.length > 1 ? values : values[0]];
      }),
    );
    expect(nodeListQuerySchema.parse(received)).toEqual(request);
  });
});
