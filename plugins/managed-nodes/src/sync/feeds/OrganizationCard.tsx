import { OrganizationHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  RelativeTime,
  TargetStateChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { Problem } from '../Problem';
import { FeedCard } from './FeedCard';

const useStyles = makeStyles(theme => ({
  quiet: { color: theme.palette.textSubtle },
}));

/** How one of the two listings of the whole organization is doing. */
export const OrganizationCard = (props: {
  title: string;
  /** What is listed: `account`. */
  one: string;
  /** What holds while it fails. */
  consequence: string;
  health: OrganizationHealth;
}) => {
  const classes = useStyles();
  const { title, one, consequence, health } = props;
  return (
    <FeedCard title={title} state={<TargetStateChip state={health.state} />}>
      <div>
        {health.lastSuccessAt ? (
          <>
            {countOf(health.listed, one)} listed{' '}
            <RelativeTime value={health.lastSuccessAt} />
          </>
        ) : (
          `No ${one}s listed yet`
        )}
      </div>
      <div className={classes.quiet}>
        {countOf(health.calls, 'AWS call')}
        {health.throttles > 0 &&
          `, ${countOf(
            health.throttles,
            'of them throttled',
            'of them throttled',
          )}`}
      </div>
      {health.error && (
        <>
          <Problem problem={health.error} />
          <div className={classes.quiet}>{consequence}</div>
        </>
      )}
    </FeedCard>
  );
};
