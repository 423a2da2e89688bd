import Button from '@material-ui/core/Button';

/** Loads the next page of a list under the ones that are there. Absent when all is. */
export const LoadMore = (props: {
  /** What is being asked for, page by page. */
  list: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  /** Default: `Load more`. */
  label?: string;
}) => {
  const { list, label = 'Load more' } = props;
  if (!list.hasNextPage) {
    return null;
  }
  return (
    <div>
      <Button
        variant="outlined"
        disabled={list.isFetchingNextPage}
        onClick={() => list.fetchNextPage()}
      >
        {list.isFetchingNextPage ? 'Loading…' : label}
      </Button>
    </div>
  );
};
