import { ExpiredTokenError, MalformedResponseError } from './problems';

const EXPIRED = /^(InvalidNextToken|PaginationTokenExpired)/;

/**
 * Reads a listing page by page. Only the token tells the end: pages may be
 * short or empty.
 *
 * @param fetchPage - gets the page a token stands for, the first without one
 * @param tokenOf - the token of the next page; absent or empty at the end
 * @throws ExpiredTokenError when AWS no longer takes a token it gave.
 * @throws MalformedResponseError when a token comes a second time, which would
 * never end.
 */
export async function* pagesOf<TPage>(
  fetchPage: (token: string | undefined) => Promise<TPage>,
  tokenOf: (page: TPage) => string | undefined,
): AsyncGenerator<TPage> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    let page: TPage;
    try {
      page = await fetchPage(token);
    } catch (error) {
      if (token && error instanceof Error && EXPIRED.test(error.name)) {
        throw new ExpiredTokenError(
          `AWS no longer accepts the token of page ${seen.size + 1}: ${
            error.message
          }`,
        );
      }
      throw error;
    }
    yield page;
    token = tokenOf(page) || undefined;
    if (token) {
      if (seen.has(token)) {
        throw new MalformedResponseError(
          `AWS returned the same page token twice, after ${seen.size} pages`,
        );
      }
      seen.add(token);
    }
  } while (token);
}

/**
 * Does something that reads a whole listing, again from the start when a token
 * expires on the way, three times at the most.
 */
export async function restartExpired<T>(listing: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listing();
    } catch (error) {
      if (!(error instanceof ExpiredTokenError) || attempt === 3) {
        throw error;
      }
    }
  }
}
