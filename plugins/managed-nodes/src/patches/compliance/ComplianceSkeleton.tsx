import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(3) },
  figures: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(108px, 1fr))',
  },
  cards: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 400px), 1fr))',
  },
}));

/** Patch compliance before its first figures. */
export const ComplianceSkeleton = (props: {
  /** How many cards are to come. Default: 4. */
  cards?: number;
}) => {
  const classes = useStyles();
  return (
    <div
      className={classes.root}
      role="status"
      aria-label="Loading patch compliance"
    >
      <Skeleton variant="text" width="70%" height={48} />
      <div className={classes.figures}>
        {Array.from({ length: 5 }, (_figure, index) => (
          <Skeleton key={index} variant="rect" height={84} />
        ))}
      </div>
      <div className={classes.cards}>
        {Array.from({ length: props.cards ?? 4 }, (_card, index) => (
          <Skeleton key={index} variant="rect" height={200} />
        ))}
      </div>
    </div>
  );
};
