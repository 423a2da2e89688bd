import { Link } from '@backstage/core-components';
import {
  StartSync,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  duration,
  formatCount,
  NODE_SOURCE_WORDS,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import SyncIcon from '@material-ui/icons/Sync';
import { memo } from 'react';
import { useNodesLink } from '../../shared/useNodeLinks';
import { AccountCell, LastSuccessCell, StateCell } from './TargetCells';
import { hasProblems, TargetProblems } from './TargetProblems';

const useStyles = makeStyles(theme => ({
  number: {
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  },
  quiet: { color: theme.palette.textSubtle, fontSize: '0.9em' },
  place: { whiteSpace: 'nowrap' },
  joined: { '& > td': { borderBottom: 0 } },
  act: { whiteSpace: 'nowrap' },
}));

/** How many columns a target takes. */
export const COLUMN_COUNT = 9;

/** One account in one Region, and beneath it what is wrong with it. */
export const TargetRow = memo(
  (props: {
    target: TargetHealth;
    mayManage: boolean;
    /** Of the element that says why the user may not. */
    reasonId?: string;
    onSync: (request: StartSync) => void;
  }) => {
    const classes = useStyles();
    const nodesLink = useNodesLink();
    const { target, mayManage, reasonId, onSync } = props;
    const { account, accountName, region } = target;
    const problems = hasProblems(target);

    return (
      <>
        <TableRow className={problems ? classes.joined : undefined}>
          <TableCell>
            <AccountCell target={target} />
          </TableCell>
          <TableCell className={classes.place}>
            {region}
            <div className={classes.quiet}>
              {NODE_SOURCE_WORDS[target.source]}
            </div>
          </TableCell>
          <TableCell>
            <StateCell target={target} />
          </TableCell>
          <TableCell>
            <LastSuccessCell target={target} />
          </TableCell>
          <TableCell className={classes.number}>
            <Link to={nodesLink({ account: [account], region: [region] })}>
              {formatCount(target.nodes)}
            </Link>
          </TableCell>
          <TableCell className={classes.number}>
            {formatCount(target.calls)}
            <div className={classes.quiet}>{formatCount(target.pages)}</div>
          </TableCell>
          <TableCell className={classes.number}>
            {formatCount(target.throttles)}
          </TableCell>
          <TableCell className={classes.number}>
            {target.durationMs === null ? '–' : duration(target.durationMs)}
          </TableCell>
          <TableCell className={classes.act}>
            <Button
              size="small"
              startIcon={<SyncIcon />}
              disabled={!mayManage || target.requestedAt !== null}
              aria-label={`Sync ${accountName ?? account}, ${region} now`}
              aria-describedby={reasonId}
              onClick={() => onSync({ account, region })}
            >
              Sync now
            </Button>
          </TableCell>
        </TableRow>
        {problems && (
          <TableRow>
            <TableCell colSpan={COLUMN_COUNT}>
              <TargetProblems target={target} mayDecide={mayManage} />
            </TableCell>
          </TableRow>
        )}
      </>
    );
  },
);
