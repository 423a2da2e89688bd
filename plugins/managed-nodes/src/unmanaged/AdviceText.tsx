import { Link } from '@backstage/core-components';
import { UnmanagedReason } from '@managed-nodes/plugin-managed-nodes-common';
import { makeStyles } from '@material-ui/core/styles';
import OpenInNewIcon from '@material-ui/icons/OpenInNew';
import { ADVICE } from './reasons';

const useStyles = makeStyles(theme => ({
  root: { color: theme.palette.textSubtle, maxWidth: '85ch' },
}));

/** What a reason means, what to do, and where AWS says more. */
export const AdviceText = (props: { reason: UnmanagedReason }) => {
  const classes = useStyles();
  const { full, topic } = ADVICE[props.reason];
  return (
    <div className={classes.root}>
      {full} AWS says more under{' '}
      <Link to={topic.url} underline="always">
        {topic.title}{' '}
        <OpenInNewIcon style={{ fontSize: '0.9em' }} aria-hidden />
      </Link>
      .
    </div>
  );
};
