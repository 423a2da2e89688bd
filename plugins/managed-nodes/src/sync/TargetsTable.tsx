import { Link } from '@backstage/core-components';
import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  duration,
  formatCount,
  RelativeTime,
  StateWord,
  TargetStateChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import ScheduleIcon from '@material-ui/icons/Schedule';
import { Fragment } from 'react';
import { useNodesLink } from '../shared/useNodeLinks';
import { byUrgency } from './syncSentence';
import { hasProblems, TargetProblems } from './TargetProblems';

const useStyles = makeStyles(theme => ({
  container: {
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  table: {
    '& th, & td': {
      padding: theme.spacing(1, 1.5),
      fontSize: 14,
      lineHeight: 1.4,
    },
    // A target and what is wrong with it are one, so rows are not striped.
    '& tbody tr:nth-of-type(n)': { background: 'none' },
    '& th': { fontWeight: 600, whiteSpace: 'nowrap' },
  },
  number: {
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  },
  joined: { '& > td': { borderBottom: 0 } },
  region: {
    color: theme.palette.textSubtle,
    fontSize: '0.9em',
    whiteSpace: 'nowrap',
  },
  // Interesting to few, so they give way first.
  detail: { '@media (max-width: 1100px)': { display: 'none' } },
}));

/** Every account and Region that is read, what needs somebody first. */
export const TargetsTable = (props: { targets: TargetHealth[] }) => {
  const classes = useStyles();
  const nodesLink = useNodesLink();
  const detail = `${classes.number} ${classes.detail}`;
  return (
    <TableContainer className={classes.container}>
      <Table className={classes.table} aria-label="Sync targets">
        <TableHead>
          <TableRow>
            <TableCell>Account and Region</TableCell>
            <TableCell>State</TableCell>
            <TableCell>Last complete listing</TableCell>
            <TableCell className={classes.number}>Nodes</TableCell>
            <TableCell className={detail}>Pages</TableCell>
            <TableCell className={detail}>AWS calls</TableCell>
            <TableCell className={classes.number}>Took</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {byUrgency(props.targets).map(target => {
            const problems = hasProblems(target);
            return (
              <Fragment key={`${target.account}/${target.region}`}>
                <TableRow className={problems ? classes.joined : undefined}>
                  <TableCell>
                    {target.accountName ?? target.account}
                    <div className={classes.region}>
                      {target.accountName && `${target.account}, `}
                      {target.region}
                    </div>
                  </TableCell>
                  <TableCell>
                    <TargetStateChip state={target.state} />
                  </TableCell>
                  <TableCell>
                    {target.stale ? (
                      <StateWord tone="warning" icon={ScheduleIcon}>
                        <RelativeTime value={target.lastSuccessAt} />, too long
                        ago
                      </StateWord>
                    ) : (
                      <RelativeTime value={target.lastSuccessAt} />
                    )}
                  </TableCell>
                  <TableCell className={classes.number}>
                    <Link
                      to={nodesLink({
                        account: [target.account],
                        region: [target.region],
                      })}
                    >
                      {formatCount(target.nodes)}
                    </Link>
                  </TableCell>
                  <TableCell className={detail}>
                    {formatCount(target.pages)}
                  </TableCell>
                  <TableCell className={detail}>
                    {formatCount(target.calls)}
                  </TableCell>
                  <TableCell className={classes.number}>
                    {target.durationMs === null
                      ? '–'
                      : duration(target.durationMs)}
                  </TableCell>
                </TableRow>
                {problems && (
                  <TableRow>
                    <TableCell colSpan={7}>
                      <TargetProblems target={target} />
                    </TableCell>
                  </TableRow>
                )}
              </Fragment>
            );
          })}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
