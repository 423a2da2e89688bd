import { pagesOf, restartExpired } from './paging';
import { ExpiredTokenError, MalformedResponseError } from './problems';

interface Page {
  items: number[];
  next?: string;
}

async function collect(
  fetchPage: (token: string | undefined) => Promise<Page>,
): Promise<number[]> {
  const items: number[] = [];
  for await (const page of pagesOf(fetchPage, p => p.next)) {
    items.push(...page.items);
  }
  return items;
}

function named(name: string): Error {
  return Object.assign(new Error('no longer valid'), { name });
}

describe('pagesOf', () => {
  it('goes on over short and empty pages until there is no token', async () => {
    const pages: Record<string, Page> = {
      start: { items: [1], next: 'a' },
      a: { items: [], next: 'b' },
      b: { items: [], next: 'c' },
      c: { items: [2, 3], next: '' },
    };
    await expect(
      collect(async token => pages[token ?? 'start']),
    ).resolves.toEqual([1, 2, 3]);
  });

  it('stops when a token comes round again', async () => {
    let calls = 0;
    await expect(
      collect(async token => {
        calls += 1;
        return { items: [], next: token === 'a' ? 'b' : 'a' };
      }),
    ).rejects.toThrow(MalformedResponseError);
    expect(calls).toBe(3);
  });

  it.each(['InvalidNextToken', 'PaginationTokenExpiredException'])(
    'tells an expired token (%s) from other errors',
    async name => {
      await expect(
        collect(async token => {
          if (token) {
            throw named(name);
          }
          return { items: [], next: 'a' };
        }),
      ).rejects.toThrow(ExpiredTokenError);
      await expect(
        collect(async () => {
          throw named(name);
        }),
      ).rejects.not.toThrow(ExpiredTokenError);
    },
  );
});

describe('restartExpired', () => {
  it('starts over after an expired token, three times at the most', async () => {
    let attempts = 0;
    await expect(
      restartExpired(async () => {
        attempts += 1;
        if (attempts < 3) {
          throw new ExpiredTokenError('expired');
        }
        return 'done';
      }),
    ).resolves.toBe('done');

    attempts = 0;
    await expect(
      restartExpired(async () => {
        attempts += 1;
        throw new ExpiredTokenError('expired');
      }),
    ).rejects.toThrow(ExpiredTokenError);
    expect(attempts).toBe(3);
  });

  it('does not repeat anything else', async () => {
    let attempts = 0;
    await expect(
      restartExpired(async () => {
        attempts += 1;
        throw new Error('denied');
      }),
    ).rejects.toThrow('denied');
    expect(attempts).toBe(1);
  });
});
