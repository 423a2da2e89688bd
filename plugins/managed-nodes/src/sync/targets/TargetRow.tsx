import { Link } from '@backstage/core-components';
import {
  StartSync,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
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
  account: { '@media (min-width: 1100px)': { minWidth: 190 } },
  place: { whiteSpace: 'nowrap' },
  // A target begins here; what is wrong with it follows without a line.
  first: { '& > td': { borderTop: `1px solid ${theme.palette.divider}` } },
  act: { whiteSpace: 'nowrap', '& button': { minWidth: 0, marginTop: -4 } },
}));

const COLUMNS = 9;
const COLUMNS_WHEN_NARROW = 6;

/** One account in one Region, and beneath it what is wrong with it. */
export const TargetRow = memo(
  (props: {
    target: TargetHealth;
    /** Whether there is room for all columns. */
    wide: boolean;
    mayManage: boolean;
    /** Of the element that says why the user may not. */
    reasonId?: string;
    onSync: (request: StartSync) => void;
  }) => {
    const classes = useStyles();
    const nodesLink = useNodesLink();
    const { target, wide, mayManage, reasonId, onSync } = props;
    const { account, accountName, region } = target;
    const problems = hasProblems(target);
    const took = target.durationMs === null ? '–' : duration(target.durationMs);

    return (
      <>
        <TableRow className={classes.first}>
          <TableCell className={classes.account}>
            <AccountCell target={target} />
          </TableCell>
          <TableCell>
            <span className={classes.place}>{region}</span>
            <div className={classes.quiet}>
              {NODE_SOURCE_WORDS[target.source]}
            </div>
          </TableCell>
          <TableCell>
            <StateCell target={target} />
          </TableCell>
          <TableCell>
            <LastSuccessCell target={target} />
            {!wide && (
              <div className={classes.quiet}>
                {countOf(target.calls, 'call')}, {countOf(target.pages, 'page')}
                , {formatCount(target.throttles)} throttled, {took}
              </div>
            )}
          </TableCell>
          <TableCell className={classes.number}>
            <Link to={nodesLink({ account: [account], region: [region] })}>
              {formatCount(target.nodes)}
            </Link>
          </TableCell>
          {wide && (
            <>
              <TableCell className={classes.number}>
                {formatCount(target.calls)}
                <div className={classes.quiet}>{formatCount(target.pages)}</div>
              </TableCell>
              <TableCell className={classes.number}>
                {formatCount(target.throttles)}
              </TableCell>
              <TableCell className={classes.number}>{took}</TableCell>
            </>
          )}
          <TableCell className={classes.act}>
            <Button
              size="small"
              startIcon={wide && <SyncIcon />}
              disabled={!mayManage || target.requestedAt !== null}
              aria-label={`Sync now: ${accountName ?? account}, ${region}`}
              aria-describedby={reasonId}
              onClick={() => onSync({ account, region })}
            >
              {wide ? 'Sync now' : <SyncIcon fontSize="small" />}
            </Button>
          </TableCell>
        </TableRow>
        {problems && (
          <TableRow>
            <TableCell colSpan={wide ? COLUMNS : COLUMNS_WHEN_NARROW}>
              <TargetProblems target={target} mayDecide={mayManage} />
            </TableCell>
          </TableRow>
        )}
      </>
    );
  },
);
