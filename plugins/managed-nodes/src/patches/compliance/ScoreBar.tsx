import { formatShare } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { PRINT_INK } from '../../shared/print';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(40px, 1fr) 3.2em',
    alignItems: 'center',
    gap: theme.spacing(1),
    minWidth: 90,
  },
  track: {
    height: 8,
    borderRadius: 4,
    background: theme.palette.action.hover,
    overflow: 'hidden',
  },
  bar: {
    height: '100%',
    minWidth: 2,
    borderRadius: 4,
    background: theme.palette.primary.main,
  },
  share: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
}));

/** Which share of some nodes keeps the policy. */
export const ScoreBar = (props: {
  /** 0 to 1; null when there are none. */
  score: number | null;
}) => {
  const classes = useStyles();
  const { score } = props;
  if (score === null) {
    return <span>–</span>;
  }
  return (
    <span className={classes.root}>
      <span className={classes.track} aria-hidden>
        <span
          className={classes.bar}
          style={{ display: 'block', width: `${100 * score}%` }}
          {...PRINT_INK}
        />
      </span>
      <span className={classes.share}>{formatShare(score)}</span>
    </span>
  );
};
