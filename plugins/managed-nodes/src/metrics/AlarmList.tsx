import { Link } from '@backstage/core-components';
import {
  NodeAlarm,
  NodeFilter,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ALARM_WORDS,
  countOf,
  ErrorState,
  RelativeTime,
  SkeletonLines,
  useAlarmHistory,
  useAlarms,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { BorderedTable } from '../shared/BorderedTable';

const SHOWN_AT_FIRST = 10;
/** As many as one answer has. */
const SHOWN_AT_MOST = 500;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1), minWidth: 0 },
  name: { overflowWrap: 'anywhere' },
  quiet: { color: theme.palette.textSubtle, fontSize: 13 },
  ringing: { fontWeight: 600, color: theme.palette.status.error },
  history: { margin: theme.spacing(1, 0, 0), paddingLeft: theme.spacing(2) },
}));

/** What an alarm did before. */
const History = (props: { id: string }) => {
  const classes = useStyles();
  const { data, error, refetch } = useAlarmHistory(props.id, { enabled: true });
  if (data) {
    return data.items.length ? (
      <ul className={classes.history}>
        {data.items.map(({ at, summary }) => (
          <li key={`${at} ${summary}`}>
            <RelativeTime value={at} />: {summary}
          </li>
        ))}
      </ul>
    ) : (
      <p className={classes.quiet}>It has not changed in two weeks.</p>
    );
  }
  return error ? (
    <ErrorState error={error} onRetry={refetch} />
  ) : (
    <SkeletonLines lines={2} />
  );
};

const Row = (props: { alarm: NodeAlarm; ofOneNode: boolean }) => {
  const classes = useStyles();
  const [open, setOpen] = useState(false);
  const { alarm } = props;
  return (
    <TableRow>
      <TableCell className={classes.name}>
        <bdi>{alarm.name}</bdi>
        <div className={classes.quiet}>
          {!props.ofOneNode && (
            <>
              <bdi>{alarm.node.title}</bdi>,{' '}
            </>
          )}
          <Link to={alarm.consoleUrl}>Open in CloudWatch</Link>
        </div>
      </TableCell>
      <TableCell>
        <span className={alarm.state === 'alarm' ? classes.ringing : undefined}>
          {ALARM_WORDS[alarm.state]}
        </span>
        <div className={classes.quiet}>
          since <RelativeTime value={alarm.since} />
        </div>
      </TableCell>
      <TableCell className={classes.name}>
        {alarm.condition}
        {alarm.state === 'alarm' && alarm.reason && (
          <div className={classes.quiet}>{alarm.reason}</div>
        )}
        {open && <History id={alarm.id} />}
      </TableCell>
      <TableCell>
        <Button
          size="small"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Less' : 'History'}
        </Button>
      </TableCell>
    </TableRow>
  );
};

/** The alarms that concern the nodes of a filter, those that ring first. */
export const AlarmList = (props: {
  within: NodeFilter;
  ofOneNode?: boolean;
}) => {
  const classes = useStyles();
  const id = useId();
  const { within, ofOneNode = false } = props;
  const [all, setAll] = useState(false);
  const { data, error, refetch } = useAlarms({
    ...within,
    limit: all ? SHOWN_AT_MOST : SHOWN_AT_FIRST,
  });
  return (
    <section className={classes.root} aria-labelledby={id}>
      <Typography variant="h6" component="h3" id={id}>
        Alarms
      </Typography>
      {data?.items.length === 0 && (
        <p className={classes.quiet}>
          No CloudWatch alarm watches {ofOneNode ? 'this node' : 'these nodes'}.
        </p>
      )}
      {data && data.items.length > 0 && (
        <BorderedTable
          label="Alarms"
          columns={['Alarm', 'State', 'Rings when', '']}
          airy
        >
          {data.items.map(alarm => (
            <Row
              key={`${alarm.id} ${alarm.node.name}`}
              alarm={alarm}
              ofOneNode={ofOneNode}
            />
          ))}
        </BorderedTable>
      )}
      {data && data.totalItems > data.items.length && (
        <div className={classes.quiet}>
          The first {data.items.length} of {countOf(data.totalItems, 'alarm')}.{' '}
          {!all && (
            <Button size="small" onClick={() => setAll(true)}>
              Show all
            </Button>
          )}
        </div>
      )}
      {!data && error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonLines lines={2} />}
    </section>
  );
};
