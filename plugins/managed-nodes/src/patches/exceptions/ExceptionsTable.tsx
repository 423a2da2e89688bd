import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PatchException } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EntityLink,
  MiddleTruncated,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { nodePatchesRouteRef } from '../../routes';
import { BorderedTable } from '../../shared/BorderedTable';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { TwoLines } from '../../shared/TwoLines';
import { EndException } from './EndException';

const COLUMNS = ['For', 'Patch', 'Reason', 'Ends', 'By', ''];

const STATE_WORDS: Record<PatchException['state'], string> = {
  active: '',
  expired: 'Expired',
  ended: 'Ended early',
};

const useStyles = makeStyles({
  subject: { minWidth: 130 },
  patch: { minWidth: 110, wordBreak: 'normal' },
  reason: { minWidth: 150, maxWidth: 420, overflowWrap: 'anywhere' },
  nowrap: { whiteSpace: 'nowrap' },
});

const Row = (props: { exception: PatchException }) => {
  const classes = useStyles();
  const nodeLink = useRouteRef(nodePatchesRouteRef);
  const { exception } = props;
  const { scope, subject, subjectTitle, patch, state } = exception;
  return (
    <TableRow>
      <TableCell className={classes.subject}>
        {scope === 'node' ? (
          <TwoLines
            first={
              <Link to={nodeLink({ name: subject })}>
                <MiddleTruncated text={subjectTitle ?? subject} />
              </Link>
            }
            second="this node"
          />
        ) : (
          <TwoLines
            first={<EntityLink entityRef={subject} />}
            second="all of its nodes"
          />
        )}
      </TableCell>
      <TableCell className={classes.patch}>
        {patch === '*' ? 'All patches' : <MiddleTruncated text={patch} />}
      </TableCell>
      <TableCell className={classes.reason}>
        <bdi>{exception.reason}</bdi>
      </TableCell>
      <TableCell className={classes.nowrap}>
        <TwoLines
          first={<RelativeTime value={exception.endedAt ?? exception.until} />}
          second={
            <>
              {STATE_WORDS[state]}
              {exception.endedBy && (
                <>
                  {' by '}
                  <EntityLink entityRef={exception.endedBy} />
                </>
              )}
            </>
          }
        />
      </TableCell>
      <TableCell>
        <TwoLines
          first={<EntityLink entityRef={exception.createdBy} />}
          second={<RelativeTime value={exception.createdAt} />}
        />
      </TableCell>
      <TableCell {...HIDDEN_IN_PRINT}>
        {state === 'active' && <EndException exception={exception} />}
      </TableCell>
    </TableRow>
  );
};

/** Exceptions, the ones that end soonest first. */
export const ExceptionsTable = (props: { exceptions: PatchException[] }) => {
  return (
    <BorderedTable label="Exceptions" columns={COLUMNS}>
      {props.exceptions.map(exception => (
        <Row key={exception.id} exception={exception} />
      ))}
    </BorderedTable>
  );
};
