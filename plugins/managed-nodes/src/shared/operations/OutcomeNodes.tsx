import {
  countOf,
  EmptyState,
  ErrorState,
  SkeletonLines,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { BorderedTable } from '../BorderedTable';
import { LoadMore } from '../LoadMore';
import { SearchField } from '../SearchField';

/** Nodes that are asked for at once. */
export const NODES_AT_ONCE = 50;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
  },
  search: { maxWidth: 360 },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/** The nodes of an operation or a run: what went wrong first, then what is under way. */
export const OutcomeNodes = <N,>(props: {
  /** `Nodes of this operation`. */
  label: string;
  columns: string[];
  /** All nodes of it; the reader may see fewer. */
  all: number;
  /** What is being asked for, page by page. */
  list: {
    data: { pages: Array<{ items: N[]; totalItems: number }> } | undefined;
    error: Error | null;
    refetch: () => unknown;
    isPlaceholderData: boolean;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  /** Whether only nodes of some outcome are asked for. */
  narrowed: boolean;
  q: string;
  onSearch: (text: string) => void;
  onClear: () => void;
  row: (node: N) => ReactNode;
}) => {
  const classes = useStyles();
  const { label, columns, all, list, narrowed, q, onSearch, onClear } = props;
  const nodes = list.data?.pages.flatMap(page => page.items);
  const total = list.data?.pages[0].totalItems ?? 0;

  const rows = () => {
    if (list.error && !nodes) {
      return <ErrorState error={list.error} onRetry={list.refetch} />;
    }
    if (!nodes) {
      return <SkeletonLines lines={6} />;
    }
    if (!nodes.length) {
      return (
        <EmptyState
          title="No node matches"
          action={
            <Button variant="outlined" onClick={onClear}>
              Clear filters
            </Button>
          }
        />
      );
    }
    return (
      <>
        <BorderedTable label={label} columns={columns}>
          {nodes.map(props.row)}
        </BorderedTable>
        <LoadMore
          list={list}
          label={`Load more of ${countOf(total, 'node')}`}
        />
      </>
    );
  };

  return (
    <section className={classes.root} aria-busy={list.isPlaceholderData}>
      {all > NODES_AT_ONCE && (
        <div className={classes.search}>
          <SearchField
            label={`Search ${label.toLocaleLowerCase('en')}`}
            placeholder="Name or id"
            value={q}
            onChange={onSearch}
          />
        </div>
      )}
      {total < all && !narrowed && !q && nodes && (
        <div className={classes.quiet}>
          You may see {countOf(total, 'node')} of {all}.
        </div>
      )}
      {rows()}
    </section>
  );
};
