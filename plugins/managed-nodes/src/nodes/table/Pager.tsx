import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import ChevronLeftIcon from '@material-ui/icons/ChevronLeft';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    justifyContent: 'flex-end',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  },
}));

/** To the page before or after. Absent when all is on one page. */
export const Pager = (props: {
  previous: string | null;
  next: string | null;
  /** What the pages are of, for the label. Default: `the node list`. */
  what?: string;
  onGo: (cursor: string) => void;
  /** The pointer rests on a button: its page will probably be asked for. */
  onIntent: (cursor: string) => void;
}) => {
  const classes = useStyles();
  const { previous, next, what = 'the node list', onGo, onIntent } = props;
  if (!previous && !next) {
    return null;
  }
  const towards = (cursor: string | null) => ({
    disabled: !cursor,
    onClick: () => cursor && onGo(cursor),
    onMouseEnter: () => cursor && onIntent(cursor),
    onFocus: () => cursor && onIntent(cursor),
  });
  return (
    <nav className={classes.root} aria-label={`Pages of ${what}`}>
      <Button startIcon={<ChevronLeftIcon />} {...towards(previous)}>
        Previous page
      </Button>
      <Button endIcon={<ChevronRightIcon />} {...towards(next)}>
        Next page
      </Button>
    </nav>
  );
};
