import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles } from '@material-ui/core/styles';
import { useIsWide } from '../../shared/useIsWide';
import { SyncNow } from '../useSyncNow';
import { TargetSort } from '../view/syncView';
import { TargetRow } from './TargetRow';

const useStyles = makeStyles(theme => ({
  container: {
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  table: {
    '& th, & td': {
      padding: theme.spacing(1, 1),
      fontSize: 14,
      lineHeight: 1.4,
      verticalAlign: 'top',
    },
    '& th:first-child, & td:first-child': { paddingLeft: theme.spacing(1.5) },
    // A target and what is wrong with it are one, so rows are not striped.
    '& tbody tr:nth-of-type(n)': { background: 'none' },
    '& th': { fontWeight: 600, whiteSpace: 'nowrap' },
    '& td': { borderBottom: 0 },
    '@media (max-width: 1099px)': {
      '& th, & td': { padding: theme.spacing(1, 0.625) },
    },
  },
  number: {
    textAlign: 'right',
    // The arrow to the left, so that labels stand above their numbers.
    '& .MuiTableSortLabel-root': { flexDirection: 'row-reverse' },
  },
  second: { fontWeight: 400, color: theme.palette.textSubtle },
}));

interface Column {
  label: string;
  /** Said under the label. */
  second?: string;
  sort: TargetSort;
  number?: boolean;
  /** Interesting to few, so where it is narrow it stands in another column. */
  detail?: boolean;
}

const COLUMNS: Column[] = [
  { label: 'Account', sort: 'account' },
  { label: 'Region', second: 'and source', sort: 'region' },
  { label: 'State', sort: 'urgency' },
  { label: 'Last complete', second: 'listing', sort: 'lastSuccess' },
  { label: 'Nodes', sort: 'nodes', number: true },
  {
    label: 'AWS calls',
    second: 'and pages',
    sort: 'calls',
    number: true,
    detail: true,
  },
  {
    label: 'Throttled',
    second: 'calls',
    sort: 'throttles',
    number: true,
    detail: true,
  },
  { label: 'Took', sort: 'duration', number: true, detail: true },
];

/** A page of the accounts and Regions that are read. */
export const TargetsTable = (props: {
  targets: TargetHealth[];
  sort: TargetSort;
  order: 'asc' | 'desc';
  onSort: (sort: TargetSort) => void;
  syncNow: SyncNow;
  reasonId: string;
}) => {
  const classes = useStyles();
  const wide = useIsWide();
  const columns = COLUMNS.filter(column => wide || !column.detail);
  const { targets, sort, order, onSort, syncNow, reasonId } = props;
  return (
    <TableContainer
      className={classes.container}
      tabIndex={0}
      role="region"
      aria-label="Sync targets, scrollable"
    >
      <Table className={classes.table} aria-label="Sync targets">
        <TableHead>
          <TableRow>
            {columns.map(column => {
              const active = column.sort === sort;
              return (
                <TableCell
                  key={column.sort}
                  scope="col"
                  className={column.number ? classes.number : undefined}
                  sortDirection={active ? order : false}
                >
                  <TableSortLabel
                    active={active}
                    direction={active ? order : 'asc'}
                    onClick={() => onSort(column.sort)}
                  >
                    {column.label}
                  </TableSortLabel>
                  {column.second && (
                    <div className={classes.second}>{column.second}</div>
                  )}
                </TableCell>
              );
            })}
            <TableCell scope="col" aria-label="Sync now" />
          </TableRow>
        </TableHead>
        <TableBody>
          {targets.map(target => (
            <TargetRow
              key={`${target.account}/${target.region}`}
              target={target}
              wide={wide}
              mayManage={syncNow.allowed}
              reasonId={syncNow.denied ? reasonId : undefined}
              onSync={syncNow.ask}
            />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
