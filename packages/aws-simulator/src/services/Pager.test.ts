import { ssm } from '../operations/ssm';
import { FaultKind } from '../faults/types';
import { Pager, PagerOptions } from './Pager';
import { PageTokens } from './PageTokens';

const MINUTE = 60_000;
const LIST = Array.from({ length: 1000 }, (_, index) => index);

describe('Pager', () => {
  const tokens = PageTokens.create();
  const pager = (change: Partial<PagerOptions> = {}) =>
    Pager.create({
      tokens,
      scope: 'ssm ListNodes 111122223333 eu-central-1',
      seed: 1,
      now: 0,
      errors: ssm.errors,
      unevenPages: true,
      takeFault: () => false,
      ...change,
    });
  const listAll = (change: Partial<PagerOptions> = {}, size = 5) => {
    const pages: number[][] = [];
    let token: string | undefined;
    do {
      const page = pager(change).pageOf(LIST, { token, size });
      pages.push(page.items);
      token = page.nextToken;
    } while (token);
    return pages;
  };

  it('lists everything once, in order, through short and empty pages', () => {
    const pages = listAll();

    expect(pages.flat()).toEqual(LIST);
    expect(pages.filter(page => page.length === 0).length).toBeGreaterThan(0);
    expect(
      pages.filter(page => page.length > 0 && page.length < 5).length,
    ).toBeGreaterThan(1);
  });

  it('makes the same pages for the same seed', () => {
    const lengths = (seed: number) =>
      listAll({ seed }).map(page => page.length);

    expect(lengths(1)).toEqual(lengths(1));
    expect(lengths(2)).not.toEqual(lengths(1));
  });

  it('makes full pages when told so', () => {
    expect(listAll({ unevenPages: false })).toHaveLength(200);
  });

  it('ends a page before what it has no room for, and goes on there', () => {
    const read = (token: string | undefined) => {
      let room = 12;
      return pager({ unevenPages: false }).page<number, number>({
        token,
        size: 5,
        from: position => LIST.slice(position, 10),
        positionOf: item => item,
        include: item => item !== 3,
        isFull: item => {
          room -= item;
          return room < 0;
        },
        view: item => item,
      });
    };
    const first = read(undefined);
    const second = read(first.nextToken);

    expect(first.items).toEqual([0, 1, 2, 4]);
    expect(second.items).toEqual([5, 6]);
  });

  it('has no token after the last item', () => {
    const page = pager({ unevenPages: false }).pageOf([1, 2], {
      token: undefined,
      size: 2,
    });

    expect(page).toEqual({ items: [1, 2], nextToken: undefined });
  });

  it.each<[string, Partial<PagerOptions>, object]>([
    ['another operation, account or Region', { scope: 'other' }, {}],
    ['other filters', {}, { filters: ['other'] }],
    ['another run', { tokens: PageTokens.create() }, {}],
    ['16 minutes later', { now: 16 * MINUTE }, {}],
  ])('refuses a token for %s', (_, change, listing) => {
    const { nextToken: token } = pager({ unevenPages: false }).pageOf(LIST, {
      token: undefined,
      size: 5,
    });

    expect(() =>
      pager(change).pageOf(LIST, { token, size: 5, ...listing }),
    ).toThrow(expect.objectContaining({ code: 'InvalidNextToken' }));
    expect(
      pager({ now: 14 * MINUTE }).pageOf(LIST, { token, size: 5 }).nextToken,
    ).toBeDefined();
  });

  it.each(['x', 'AAAA', 'A'.repeat(200), '🚀'])('refuses %s', token => {
    expect(() => pager().pageOf(LIST, { token, size: 5 })).toThrow(
      expect.objectContaining({ code: 'InvalidNextToken' }),
    );
  });

  it.each<[FaultKind, number]>([
    ['empty-page', 0],
    ['short-page', 5],
  ])('makes a page on demand: %s', (kind, most) => {
    const page = pager({ takeFault: asked => asked === kind }).pageOf(LIST, {
      token: undefined,
      size: 6,
    });

    expect(page.items.length).toBeLessThanOrEqual(most);
    expect(page.nextToken).toBeDefined();
  });
});
