import { Link, LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { HeldRemovals } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  EntityLink,
  formatCount,
  RelativeTime,
  TargetKey,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { heldRouteRef } from '../../routes';
import { MANAGE_REASON } from '../useSyncNow';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
  },
  text: { flex: '1 1 320px' },
  quiet: { color: theme.palette.textSubtle },
}));

/** Who chose to keep held nodes, and when. */
export const DismissedBy = (props: { held: HeldRemovals }) => {
  const { dismissedBy, dismissedAt } = props.held;
  return (
    <>
      {dismissedBy ? <EntityLink entityRef={dismissedBy} /> : 'Somebody'} chose
      to keep them <RelativeTime value={dismissedAt} />.
    </>
  );
};

/** That a removal is held, and the way to decide on it. */
export const HeldNotice = (props: {
  target: TargetKey;
  held: HeldRemovals;
  mayDecide: boolean;
}) => {
  const classes = useStyles();
  const { target, held, mayDecide } = props;
  const link = useRouteRef(heldRouteRef)({
    account: target.account,
    region: target.region,
  });
  const missing = countOf(held.missing, 'node');

  if (held.dismissedAt) {
    return (
      <div className={classes.quiet}>
        {formatCount(held.missing)} of {countOf(held.known, 'node')} are not
        listed by AWS. <DismissedBy held={held} />{' '}
        {mayDecide && (
          <Link to={link} underline="always">
            Look at them again
          </Link>
        )}
      </div>
    );
  }
  return (
    <div className={classes.root}>
      <div className={classes.text}>
        A listing came without {formatCount(held.missing)} of{' '}
        {countOf(held.known, 'node')}, too many to believe at once: none was
        removed. Held since <RelativeTime value={held.since} />.
        {!mayDecide && (
          <div className={classes.quiet}>
            Somebody has to decide whether they go. {MANAGE_REASON}
          </div>
        )}
      </div>
      {mayDecide && (
        <LinkButton
          to={link}
          variant="contained"
          color="primary"
          size="small"
          aria-label={`Look at ${missing} and decide: ${target.account}, ${target.region}`}
        >
          Look at {missing} and decide
        </LinkButton>
      )}
    </div>
  );
};
