import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(3), maxWidth: 1280 },
  figures: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(108px, 1fr))',
  },
  cards: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))',
  },
}));

/** The Fleet page before its first figures. */
export const FleetSkeleton = () => {
  const classes = useStyles();
  return (
    <div className={classes.root} role="status" aria-label="Loading the fleet">
      <Skeleton variant="text" width="55%" height={48} />
      <div className={classes.figures}>
        {Array.from({ length: 5 }, (_figure, index) => (
          <Skeleton key={index} variant="rect" height={84} />
        ))}
      </div>
      <div className={classes.cards}>
        {Array.from({ length: 4 }, (_card, index) => (
          <Skeleton key={index} variant="rect" height={180} />
        ))}
      </div>
    </div>
  );
};
