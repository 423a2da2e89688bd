import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EntityLink,
  OperationStateChip,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { patchOperationRouteRef } from '../../routes';
import { operationSentence } from './operationSentence';

const COLUMNS = ['What', 'State', 'Started', 'By', 'Note'];

const useStyles = makeStyles(theme => ({
  container: {
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  table: {
    '& th, & td': {
      padding: theme.spacing(1, 1.5),
      fontSize: 14,
      lineHeight: 1.4,
      verticalAlign: 'top',
    },
    '& th': { whiteSpace: 'nowrap', fontWeight: 600 },
  },
  what: { minWidth: 220 },
  by: { minWidth: 100, wordBreak: 'normal' },
  note: { minWidth: 110, maxWidth: 300, overflowWrap: 'anywhere' },
  nowrap: { whiteSpace: 'nowrap' },
}));

/** Scans and installs, newest first; each leads to its page. */
export const OperationsTable = (props: { operations: PatchOperation[] }) => {
  const classes = useStyles();
  const link = useRouteRef(patchOperationRouteRef);
  return (
    <TableContainer
      className={classes.container}
      tabIndex={0}
      role="region"
      aria-label="Scans and installs, scrollable"
    >
      <Table className={classes.table} aria-label="Scans and installs">
        <TableHead>
          <TableRow>
            {COLUMNS.map(label => (
              <TableCell key={label} scope="col">
                {label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {props.operations.map(operation => (
            <TableRow key={operation.id}>
              <TableCell className={classes.what}>
                <Link to={link({ id: operation.id })}>
                  {operationSentence(operation)}
                </Link>
              </TableCell>
              <TableCell>
                <OperationStateChip state={operation.state} />
              </TableCell>
              <TableCell className={classes.nowrap}>
                <RelativeTime value={operation.startedAt} />
              </TableCell>
              <TableCell className={classes.by}>
                <EntityLink entityRef={operation.startedBy} />
              </TableCell>
              <TableCell className={classes.note}>
                {operation.note && <bdi>{operation.note}</bdi>}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
