import { makeStyles } from '@material-ui/core/styles';
import { exactTime, FRESHNESS_LIMIT_MS, relativeTime } from '../format/time';
import { useNow } from '../format/useNow';
import { CopyButton } from './CopyButton';

const useStyles = makeStyles({
  root: { whiteSpace: 'nowrap' },
});

/**
 * How long ago something was; the exact time with its zone on hover.
 *
 * @public
 */
export const RelativeTime = (props: {
  /** ISO 8601. */
  value: string | null;
  /** What is said when there is no time. Default: `never`. */
  none?: string;
  /** Adds a button that copies the exact time. */
  copyable?: boolean;
}) => {
  const classes = useStyles();
  const now = useNow();
  const { value, none = 'never', copyable } = props;
  if (!value) {
    return <span>{none}</span>;
  }
  return (
    <span className={classes.root}>
      <time dateTime={value} title={exactTime(value)}>
        {relativeTime(value, now)}
      </time>
      {copyable && <CopyButton text={value} what="exact time" />}
    </span>
  );
};

const useAsOfStyles = makeStyles(theme => ({
  root: { color: theme.palette.textSubtle, whiteSpace: 'nowrap' },
  stale: {
    color: theme.palette.text.primary,
    background: theme.palette.type === 'dark' ? '#5c4300' : '#fff3d6',
    borderRadius: theme.shape.borderRadius,
    padding: theme.spacing(0.25, 0.75),
  },
}));

/**
 * `as of 3 min ago` beside figures, marked when they are older than the
 * freshness limit.
 *
 * @public
 */
export const AsOf = (props: { value: string | null }) => {
  const classes = useAsOfStyles();
  const now = useNow();
  if (!props.value) {
    return null;
  }
  const stale = now - Date.parse(props.value) > FRESHNESS_LIMIT_MS;
  return (
    <span className={stale ? classes.stale : classes.root}>
      {stale ? 'Stale: as of ' : 'as of '}
      <RelativeTime value={props.value} />
    </span>
  );
};
