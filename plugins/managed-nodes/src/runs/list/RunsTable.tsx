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

const COLUMNS = ['What', 'State', 'Started', 'Took'];

const useStyles = makeStyles(theme => ({
  what: { minWidth: 220, overflowWrap: 'anywhere' },
  quiet: { color: theme.palette.textSubtle, fontSize: '0.9em' },
  nowrap: { whiteSpace: 'nowrap' },
}));

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
            {run.note && (
              <div className={classes.quiet}>
                <bdi>{run.note}</bdi>
              </div>
            )}
          </TableCell>
          <TableCell>
            <RunStateChip state={run.state} />
          </TableCell>
          <TableCell>
            <RelativeTime value={run.startedAt} />
            <div className={classes.quiet}>
              {run.approval ? 'asked for by ' : 'by '}
              <EntityLink entityRef={run.startedBy} />
            </div>
          </TableCell>
          <TableCell className={classes.nowrap}>
            {tookWords(
              { startedAt: run.launchedAt, endedAt: run.endedAt },
              now,
            ) ?? '–'}
          </TableCell>
        </TableRow>
      ))}
    </BorderedTable>
  );
};
