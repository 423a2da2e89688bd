import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EntityLink,
  RelativeTime,
  RunStateChip,
  useNow,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { runRouteRef } from '../../routes';
import { BorderedTable } from '../../shared/BorderedTable';
import { runSentence, tookWords } from '../run/runSentence';

const COLUMNS = ['What', 'State', 'Asked for', 'By', 'Took', 'Note'];

const useStyles = makeStyles({
  what: { minWidth: 220, overflowWrap: 'anywhere' },
  by: { minWidth: 100, wordBreak: 'normal' },
  note: { minWidth: 90, maxWidth: 260, overflowWrap: 'anywhere' },
  nowrap: { whiteSpace: 'nowrap' },
});

/** Runs, newest first; each leads to its page. */
export const RunsTable = (props: { runs: Run[] }) => {
  const classes = useStyles();
  const now = useNow();
  const link = useRouteRef(runRouteRef);
  return (
    <BorderedTable label="Runs" columns={COLUMNS} airy>
      {props.runs.map(run => (
        <TableRow key={run.id}>
          <TableCell className={classes.what}>
            <Link to={link({ id: run.id })}>{runSentence(run)}</Link>
          </TableCell>
          <TableCell>
            <RunStateChip state={run.state} />
          </TableCell>
          <TableCell className={classes.nowrap}>
            <RelativeTime value={run.startedAt} />
          </TableCell>
          <TableCell className={classes.by}>
            <EntityLink entityRef={run.startedBy} />
          </TableCell>
          <TableCell className={classes.nowrap}>
            {tookWords(
              { startedAt: run.launchedAt, endedAt: run.endedAt },
              now,
            ) ?? '–'}
          </TableCell>
          <TableCell className={classes.note}>
            {run.note && <bdi>{run.note}</bdi>}
          </TableCell>
        </TableRow>
      ))}
    </BorderedTable>
  );
};
