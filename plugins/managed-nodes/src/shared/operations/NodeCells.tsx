import { Link } from '@backstage/core-components';
import {
  NodeOutcome,
  OperationNode,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  MiddleTruncated,
  NodeOutcomeChip,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  node: { minWidth: 140 },
  outcome: { minWidth: 120, maxWidth: 420, overflowWrap: 'anywhere' },
  nowrap: { whiteSpace: 'nowrap' },
  quiet: { color: theme.palette.textSubtle, fontSize: '0.9em' },
}));

/** Which node it is, and where. */
export const NodeCell = (props: {
  node: Pick<OperationNode, 'title' | 'nodeId' | 'account' | 'region'>;
  to: string;
}) => {
  const classes = useStyles();
  const { node, to } = props;
  return (
    <TableCell className={classes.node}>
      <Link to={to}>
        <MiddleTruncated text={node.title || node.nodeId} />
      </Link>
      {/* Unlike most second lines it may take two. */}
      <div className={classes.quiet}>
        {node.account}, <span className={classes.nowrap}>{node.region}</span>
      </div>
    </TableCell>
  );
};

/** What became of a node, why and when. */
export const OutcomeCell = (props: {
  node: Pick<OperationNode, 'outcome' | 'detail' | 'startedAt' | 'endedAt'>;
  /** What outcomes are called. Default: as in commands. */
  words?: Record<NodeOutcome, string>;
}) => {
  const classes = useStyles();
  const { outcome, detail, startedAt, endedAt } = props.node;
  const at = endedAt ?? startedAt;
  return (
    <TableCell className={classes.outcome}>
      <NodeOutcomeChip outcome={outcome} words={props.words} />
      <div className={classes.quiet}>
        {detail && <bdi>{detail}</bdi>}
        {detail && at && ' · '}
        {at && (
          <>
            {endedAt ? 'ended ' : 'began '}
            <RelativeTime value={at} />
          </>
        )}
      </div>
    </TableCell>
  );
};
