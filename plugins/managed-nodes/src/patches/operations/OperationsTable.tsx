import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EntityLink,
  OperationStateChip,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { patchOperationRouteRef } from '../../routes';
import { BorderedTable } from '../../shared/BorderedTable';
import { operationSentence } from './operationSentence';

const COLUMNS = ['What', 'State', 'Started', 'By', 'Note'];

const useStyles = makeStyles({
  what: { minWidth: 220 },
  by: { minWidth: 100, wordBreak: 'normal' },
  note: { minWidth: 110, maxWidth: 300, overflowWrap: 'anywhere' },
  nowrap: { whiteSpace: 'nowrap' },
});

/** Scans and installs, newest first; each leads to its page. */
export const OperationsTable = (props: { operations: PatchOperation[] }) => {
  const classes = useStyles();
  const link = useRouteRef(patchOperationRouteRef);
  return (
    <BorderedTable label="Scans and installs" columns={COLUMNS} airy>
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
    </BorderedTable>
  );
};
