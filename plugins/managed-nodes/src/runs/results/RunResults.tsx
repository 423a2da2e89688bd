import { Link } from '@backstage/core-components';
import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import {
  AsOf,
  countOf,
  EmptyState,
  ErrorState,
  isRunOver,
  SkeletonLines,
  useRunResults,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { BorderedTable } from '../../shared/BorderedTable';
import { LoadMore } from '../../shared/LoadMore';
import { capped, plainText } from '../../shared/operations/plainText';
import { useNodesLink } from '../../shared/useNodeLinks';

const PAGE_SIZE = 100;

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
  if (!pages) {
    return list.error ? (
      <ErrorState error={list.error} onRetry={list.refetch} />
    ) : (
      <SkeletonLines lines={6} />
    );
  }
  // Items of DynamoDB need not have the same attributes on each page.
  const columns = [...new Set(pages.flatMap(page => page.columns))];
  const rows = pages.flatMap(page => page.rows);
  return (
    <section className={classes.root} aria-label="Results">
      <div className={classes.line}>
        <span role="status">
          {countOf(rows.length, 'row')}
          {list.hasNextPage && ' so far, and there are more'}
        </span>
        <AsOf value={pages[pages.length - 1].readAt} />
      </div>
      {rows.length ? (
        <BorderedTable label="Results of this run" columns={columns} airy>
          {rows.map((row, index) => (
            // Rows have no name of their own; they are only ever added to.
            <TableRow key={index}>
              {columns.map(column => (
                <Cell key={column} text={row[column] ?? ''} />
              ))}
            </TableRow>
          ))}
        </BorderedTable>
      ) : (
        !list.hasNextPage && (
          <EmptyState title="There are no results about your nodes">
            {isRunOver(run.state)
              ? 'The run wrote none, or they have been cleared since.'
              : 'They appear here as the run writes them.'}
          </EmptyState>
        )
      )}
      <LoadMore list={list} />
    </section>
  );
};
