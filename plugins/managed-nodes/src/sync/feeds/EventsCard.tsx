import { EventsHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
  RelativeTime,
  StateWord,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import ReportProblemIcon from '@material-ui/icons/ReportProblem';
import { FeedCard } from './FeedCard';

const useStyles = makeStyles(theme => ({
  quiet: { color: theme.palette.textSubtle },
  summary: { cursor: 'pointer', padding: theme.spacing(0.5, 0) },
  list: {
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  item: { padding: theme.spacing(0.5, 0) },
  excerpt: {
    margin: theme.spacing(0.5, 0),
    padding: theme.spacing(0.5, 1),
    fontSize: 12,
    background: theme.palette.action.hover,
    borderRadius: theme.shape.borderRadius,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

const EventsState = (props: { events: EventsHealth }) => {
  const { events } = props;
  if (events.problems.length) {
    return (
      <StateWord tone="warning" icon={ReportProblemIcon}>
        Partly unreadable
      </StateWord>
    );
  }
  return events.lastReceivedAt ? (
    <StateWord tone="ok" icon={CheckCircleIcon}>
      Receiving
    </StateWord>
  ) : (
    <StateWord tone="neutral" icon={HourglassEmptyIcon}>
      None yet
    </StateWord>
  );
};

/** Whether what EventBridge tells arrives, and what of it could not be read. */
export const EventsCard = (props: { events: EventsHealth }) => {
  const classes = useStyles();
  const { events } = props;
  return (
    <FeedCard title="Events from AWS" state={<EventsState events={events} />}>
      <div>
        {events.lastReceivedAt ? (
          <>
            Last one <RelativeTime value={events.lastReceivedAt} />
          </>
        ) : (
          'None received yet; changes wait for the next listing'
        )}
      </div>
      <div
        className={classes.quiet}
        title="Since the backend that answers was started"
      >
        {formatCount(events.received)} received,{' '}
        {countOf(events.refreshed, 'node')} read anew,{' '}
        {formatCount(events.ignored)} about nothing here
      </div>
      {events.problems.length > 0 && (
        <details>
          <summary className={classes.summary}>
            {countOf(events.problems.length, 'kind')} of message could not be
            read
          </summary>
          <ul className={classes.list}>
            {events.problems.map(problem => (
              <li
                key={`${problem.receivedAt} ${problem.excerpt}`}
                className={classes.item}
              >
                {problem.reason}
                <div className={classes.quiet}>
                  <RelativeTime value={problem.receivedAt} />
                  {problem.times > 1 && `, ${formatCount(problem.times)} times`}
                </div>
                <pre className={classes.excerpt}>
                  <bdi>{problem.excerpt}</bdi>
                </pre>
              </li>
            ))}
          </ul>
        </details>
      )}
    </FeedCard>
  );
};
