import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { HeldDecision } from '@managed-nodes/plugin-managed-nodes-common';
import { countOf, TargetKey } from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useRef } from 'react';
import { syncRouteRef } from '../../routes';
import { useNodesLink } from '../../shared/useNodeLinks';

const useStyles = makeStyles(theme => ({
  sentence: { fontWeight: 600, '&:focus': { outline: 'none' } },
  links: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) },
}));

/** What came of a decision. */
export const HeldOutcome = (props: {
  target: TargetKey;
  /** What the target is called. */
  place: string;
  decision: HeldDecision['decision'];
  removed: number;
}) => {
  const classes = useStyles();
  const { target, place, decision, removed } = props;
  const { account, region } = target;
  const sync = useRouteRef(syncRouteRef)();
  const nodes = useNodesLink();
  const heading = useRef<HTMLHeadingElement>(null);

  // The button that was pressed is gone; whoever reads by ear starts here.
  useEffect(() => heading.current?.focus(), []);

  const here = { account: [account], region: [region] };
  return (
    <div role="status">
      <Typography
        variant="h4"
        component="h2"
        className={classes.sentence}
        gutterBottom
        ref={heading}
        tabIndex={-1}
      >
        {decision === 'accept'
          ? `${countOf(removed, 'node')} left ${place}.`
          : `The nodes of ${place} stay as last known.`}
      </Typography>
      <div className={classes.links}>
        <Link
          to={nodes(
            decision === 'accept' ? { ...here, status: ['left'] } : here,
          )}
        >
          {decision === 'accept' ? 'See those that left' : 'See them'}
        </Link>
        <Link to={sync}>To all targets</Link>
      </div>
    </div>
  );
};
