import { Run, RunApproval } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EntityLink,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { Fact, FactList } from '../../shared/FactList';
import { RunParameters } from '../run/RunParameters';
import { DecideForm } from './DecideForm';
import { StartNow } from './StartNow';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
  },
  open: { borderLeft: `4px solid ${theme.palette.status.warning}` },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  comment: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
}));

function titleOf({ state, approval }: Run): string {
  switch (state) {
    case 'awaiting-approval':
      return approval?.canDecide
        ? 'It waits for your approval'
        : 'It waits for approval';
    case 'approved':
      return 'It is approved';
    case 'rejected':
      return 'It was rejected';
    case 'expired':
      return 'The request has expired';
    case 'cancelled':
      return approval?.decidedAt ? 'It was approved' : 'It was taken back';
    default:
      return 'It was approved';
  }
}

const Several = (props: { items: JSX.Element[] }) => {
  const classes = useStyles();
  return (
    <ul className={classes.list}>
      {props.items.map((item, index) => (
        <li key={index}>{item}</li>
      ))}
    </ul>
  );
};

function approvalFacts(approval: RunApproval, state: Run['state']): Fact[] {
  const pending = state === 'awaiting-approval';
  return [
    approval.reasons.length > 0 && [
      'Why it takes one',
      <Several
        items={approval.reasons.map(reason => (
          <bdi>{reason}</bdi>
        ))}
      />,
    ],
    pending && [
      'Who can approve',
      <Several
        items={approval.approvers.map(ref => (
          <EntityLink entityRef={ref} />
        ))}
      />,
    ],
    approval.decidedBy !== null && [
      approval.state === 'rejected' ? 'Rejected by' : 'Approved by',
      <>
        <EntityLink entityRef={approval.decidedBy} />{' '}
        <RelativeTime value={approval.decidedAt} />
      </>,
    ],
    (pending || state === 'approved') && [
      'Expires',
      <RelativeTime value={approval.expiresAt} />,
    ],
  ];
}

/** Why a run has to be approved, by whom and until when; to decide it, or to start it. */
export const ApprovalPanel = (props: { run: Run; approval: RunApproval }) => {
  const classes = useStyles();
  const id = useId();
  const { run, approval } = props;
  const pending = run.state === 'awaiting-approval';
  const open = pending || run.state === 'approved';
  return (
    <Paper
      elevation={0}
      component="section"
      aria-labelledby={id}
      className={`${classes.root} ${open ? classes.open : ''}`}
    >
      <Typography variant="subtitle1" component="h3" id={id}>
        <strong>{titleOf(run)}</strong>
      </Typography>
      {approval.comment && (
        <div className={classes.comment}>
          “<bdi>{approval.comment}</bdi>”
        </div>
      )}
      <FactList facts={approvalFacts(approval, run.state)} />
      {pending && approval.canDecide && (
        <>
          {/* Nobody should approve what they have not seen. */}
          <RunParameters parameters={run.parameters} />
          <DecideForm run={run} />
        </>
      )}
      {run.state === 'approved' && <StartNow run={run} />}
    </Paper>
  );
};
