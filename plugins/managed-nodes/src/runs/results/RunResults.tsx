import { Link } from '@backstage/core-components';
import {
  capped,
  plainText,
  Run,
  RunResults as Answer,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  AsOf,
  countOf,
  EmptyState,
  ErrorState,
  formatCount,
  isRunOver,
  SkeletonLines,
  useRunResults,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useMemo, useState } from 'react';
import { BorderedTable } from '../../shared/BorderedTable';
import { CountLinks } from '../../shared/CountLinks';
import { LoadMore } from '../../shared/LoadMore';
import { useNodesLink } from '../../shared/useNodeLinks';
import { useResultParts } from './useResultParts';

const PAGE_SIZE = 1000;

/** So many rows are read without being asked for. */
const MOST = 10_000;

/** Rows that are shown at a time. */
const ROWS = 200;

const SHOWN = 500;

/** Ids of EC2 instances and of hybrid machines. */
const NODE_ID = /^(i|mi)-[0-9a-f]{8,17}$/;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    color: theme.palette.textSubtle,
    fontSize: 14,
  },
  cell: { maxWidth: 360, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
}));

/** All rows; items of DynamoDB need not have the same attributes on each page. */
function whole(pages: Answer[]) {
  return {
    columns: [...new Set(pages.flatMap(page => page.columns))],
    rows: pages.flatMap(page => page.rows),
  };
}

/** A text from a table that a run fills; the id of a node leads to it. */
const Cell = (props: { text: string }) => {
  const classes = useStyles();
  const nodes = useNodesLink();
  const { text, isCut } = capped(plainText(props.text), SHOWN);
  return (
    <TableCell className={classes.cell}>
      {NODE_ID.test(text) ? (
        <Link to={nodes({ q: text })}>{text}</Link>
      ) : (
        <bdi>
          {text}
          {isCut && '…'}
        </bdi>
      )}
    </TableCell>
  );
};

/** The table that a run fills, as it fills. */
export const RunResults = (props: { run: Run }) => {
  const classes = useStyles();
  const { run } = props;
  const list = useRunResults(run, { limit: PAGE_SIZE });
  const pages = list.data?.pages;
  const { columns, rows } = useMemo(() => whole(pages ?? []), [pages]);
  const { matching, parts } = useResultParts(columns, rows);
  const [shown, setShown] = useState(ROWS);
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  useEffect(() => {
    // What failed is asked for again by whoever looks, not by us without end.
    const more = hasNextPage && rows.length < MOST;
    if (more && !isFetching && !isFetchNextPageError) {
      fetchNextPage();
    }
  }, [
    hasNextPage,
    rows.length,
    isFetching,
    isFetchNextPageError,
    fetchNextPage,
  ]);
  if (!pages) {
    return list.error ? (
      <ErrorState error={list.error} onRetry={list.refetch} />
    ) : (
      <SkeletonLines lines={6} />
    );
  }
  const left = matching.length - shown;
  return (
    <section className={classes.root} aria-label="Results">
      <div className={classes.line}>
        <span role="status">
          {countOf(rows.length, 'row')}
          {hasNextPage && ' so far, and there are more'}
        </span>
        <AsOf value={pages[pages.length - 1].readAt} />
      </div>
      {parts.map(({ column, links }) => (
        <CountLinks key={column} label={column} links={links} />
      ))}
      {rows.length ? (
        <BorderedTable label="Results of this run" columns={columns} airy>
          {matching.slice(0, shown).map((row, index) => (
            // Rows have no name of their own; they are only ever added to.
            <TableRow key={index}>
              {columns.map(column => (
                <Cell key={column} text={row[column] ?? ''} />
              ))}
            </TableRow>
          ))}
        </BorderedTable>
      ) : (
        !hasNextPage && (
          <EmptyState title="There are no results about your nodes">
            {isRunOver(run.state)
              ? 'The run wrote none, or they have been cleared since.'
              : 'They appear here as the run writes them.'}
          </EmptyState>
        )
      )}
      {left > 0 && (
        <div>
          <Button variant="outlined" onClick={() => setShown(shown + ROWS)}>
            Show {formatCount(Math.min(left, ROWS))} more of{' '}
            {formatCount(matching.length)}
          </Button>
        </div>
      )}
      {(rows.length >= MOST || isFetchNextPageError) && (
        <LoadMore list={list} />
      )}
    </section>
  );
};
