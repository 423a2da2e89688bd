import { countOf, ErrorState } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { failureWords, waitOf } from './words';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(1, 1.5),
    borderLeft: `4px solid ${theme.palette.status.warning}`,
    background: theme.palette.action.hover,
    fontSize: 14,
    overflowWrap: 'anywhere',
  },
}));

/** Why it was not read, and what one can do. */
export const NotRead = (props: {
  error: Error;
  /** Seconds until one may ask again, if one has to wait. */
  left: number;
  onRetry: () => void;
}) => {
  const classes = useStyles();
  const { error, left, onRetry } = props;
  const words = failureWords(error);
  if (waitOf(error) !== undefined) {
    return (
      <div role="alert" className={classes.root}>
        You had nodes read as often as anybody may, 30 times in 10 minutes.{' '}
        {/* A clock that is read out every second helps nobody. */}
        <span aria-live="off">
          {left > 0
            ? `You may again in ${countOf(left, 'second')}.`
            : 'You may again now.'}
        </span>
      </div>
    );
  }
  return words ? (
    <div role="alert" className={classes.root}>
      {words}
    </div>
  ) : (
    <ErrorState error={error} onRetry={onRetry} />
  );
};
