import { MiddleTruncated } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { PRINT_INK } from '../../shared/print';

/** From here on it is said that there is not much left, in percent. */
const HIGH = 90;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(0.5), minWidth: 0 },
  words: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 2),
    fontVariantNumeric: 'tabular-nums',
  },
  label: { fontWeight: 600, minWidth: 0 },
  detail: { color: theme.palette.textSubtle },
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
    transition: 'width 300ms',
  },
  high: { background: theme.palette.status.warning },
}));

/** How much of something is taken: a bar, and the same in words. */
export const Meter = (props: {
  label: string;
  /** 0 to 100. */
  percent: number;
  /** Said when it is nearly all. */
  high: string;
  detail?: ReactNode;
}) => {
  const classes = useStyles();
  const { label, percent, detail } = props;
  const isHigh = percent >= HIGH;
  const shown = Math.round(percent);
  return (
    <div className={classes.root}>
      <div className={classes.words}>
        <span className={classes.label}>
          <MiddleTruncated text={label} max={40} />
        </span>
        <span>
          {detail && <span className={classes.detail}>{detail} · </span>}
          {shown} %{isHigh && <strong>, {props.high}</strong>}
        </span>
      </div>
      <div
        className={classes.track}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={shown}
      >
        <div
          className={isHigh ? `${classes.bar} ${classes.high}` : classes.bar}
          style={{ width: `${percent}%` }}
          {...PRINT_INK}
        />
      </div>
    </div>
  );
};
