import {
  ManagedNode,
  NodeSortField,
} from '@managed-nodes/plugin-managed-nodes-common';
import { SkeletonRows } from '@managed-nodes/plugin-managed-nodes-react';
import LinearProgress from '@material-ui/core/LinearProgress';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useRef } from 'react';
import { RowBox } from '../../shared/RowBox';
import { useNodeLink } from '../../shared/useNodeLinks';
import { ColumnId, Density } from '../view/columnIds';
import { COLUMNS } from './columns';
import { NodeRow } from './NodeRow';
import { useOpenNode } from './useOpenNode';

const useStyles = makeStyles(theme => ({
  frame: { position: 'relative' },
  progress: { position: 'absolute', top: 0, left: 0, right: 0, zIndex: 3 },
  container: {
    maxHeight: 'max(420px, calc(100vh - 300px))',
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  table: {
    '& th, & td': { padding: theme.spacing(1, 0.75) },
    '& th:first-child, & td:first-child': { paddingLeft: theme.spacing(1.5) },
    '& th:last-child, & td:last-child': { paddingRight: theme.spacing(1.5) },
    '& td': { verticalAlign: 'top', fontSize: 14, lineHeight: 1.4 },
    '& th': {
      whiteSpace: 'nowrap',
      fontWeight: 600,
      background: theme.palette.background.paper,
    },
  },
  box: { width: 24 },
  compact: {
    '& th, & td': { padding: theme.spacing(0.25, 0.75) },
    '& td': { fontSize: 13 },
  },
}));

/** The rows of one page under a header that stays and sorts. */
export const NodesTable = (props: {
  /** Unset while the first page loads. */
  nodes?: ManagedNode[];
  columns: ColumnId[];
  density: Density;
  sort: NodeSortField;
  order: 'asc' | 'desc';
  /** Other rows are on their way. */
  busy: boolean;
  /** Changes when another page is shown; the table then scrolls to its top. */
  pageKey: string;
  /** Names of the nodes chosen, also of those on other pages. */
  chosen: ReadonlySet<string>;
  onToggle: (name: string) => void;
  /** Chooses all of the page, or none. */
  onToggleAll: (all: boolean) => void;
  onSort: (field: NodeSortField) => void;
}) => {
  const classes = useStyles();
  const { nodes, columns, sort, order, busy, pageKey, onSort } = props;
  const { chosen, onToggle, onToggleAll } = props;
  const allChosen = Boolean(
    nodes?.length && nodes.every(node => chosen.has(node.name)),
  );
  const nodeLink = useNodeLink();
  const open = useOpenNode();
  const container = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (container.current) {
      container.current.scrollTop = 0;
    }
  }, [pageKey]);

  return (
    <div className={classes.frame}>
      {busy && (
        <LinearProgress className={classes.progress} aria-label="Loading" />
      )}
      <TableContainer
        ref={container}
        className={classes.container}
        tabIndex={0}
        role="region"
        aria-label="Managed nodes, scrollable"
      >
        <Table
          stickyHeader
          aria-label="Managed nodes"
          aria-busy={busy}
          className={`${classes.table} ${
            props.density === 'compact' ? classes.compact : ''
          }`}
        >
          <TableHead>
            <TableRow>
              <TableCell className={classes.box}>
                <RowBox
                  label="Choose all on this page"
                  checked={allChosen}
                  onToggle={() => onToggleAll(!allChosen)}
                />
              </TableCell>
              {columns.map(id => {
                const { label, sort: field } = COLUMNS[id];
                const active = field !== undefined && field === sort;
                return (
                  <TableCell
                    key={id}
                    sortDirection={active ? order : false}
                    scope="col"
                  >
                    {field ? (
                      <TableSortLabel
                        active={active}
                        direction={active ? order : 'asc'}
                        onClick={() => onSort(field)}
                      >
                        {label}
                      </TableSortLabel>
                    ) : (
                      label
                    )}
                  </TableCell>
                );
              })}
            </TableRow>
          </TableHead>
          <TableBody>
            {nodes ? (
              nodes.map(node => (
                <NodeRow
                  key={node.name}
                  node={node}
                  to={nodeLink(node)}
                  columns={columns}
                  chosen={chosen.has(node.name)}
                  onOpen={open}
                  onToggle={onToggle}
                />
              ))
            ) : (
              <SkeletonRows columns={columns.length + 1} />
            )}
          </TableBody>
        </Table>
      </TableContainer>
    </div>
  );
};
