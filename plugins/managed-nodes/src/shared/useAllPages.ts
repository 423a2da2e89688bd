import { useEffect } from 'react';

/** What is read page by page, as react-query has it. */
interface Paged<P> {
  data: { pages: P[] } | undefined;
  error: Error | null;
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

/**
 * Reads a list to its end.
 *
 * @returns its pages once all are there; or what stopped it, to be tried again
 */
export function useAllPages<P>(list: Paged<P>): {
  pages: P[] | undefined;
  error: Error | null;
  retry: () => unknown;
} {
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } =
    list;
  useEffect(() => {
    // What failed is asked for again by whoever looks, not by us without end.
    if (hasNextPage && !isFetching && !isFetchNextPageError) {
      fetchNextPage();
    }
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  const whole = data !== undefined && !hasNextPage;
  return {
    pages: whole ? data.pages : undefined,
    error: whole ? null : list.error,
    retry: () => (data ? fetchNextPage() : list.refetch()),
  };
}
