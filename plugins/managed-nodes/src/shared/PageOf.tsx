import { formatCount } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import ChevronLeftIcon from '@material-ui/icons/ChevronLeft';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: theme.spacing(1),
  },
  range: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/** A page of a list that is here as a whole, and the nearest page there is to the one wished for. */
export function pageOf<T>(
  items: T[],
  wished: number,
  size: number,
): { items: T[]; page: number } {
  const last = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(Math.max(1, wished), last);
  return { items: items.slice((page - 1) * size, page * size), page };
}

/** Which part of a list is shown, and the ways to the next. Absent when all is. */
export const PageOf = (props: {
  page: number;
  size: number;
  total: number;
  /** What is listed, for the label: `targets`. */
  what: string;
  onGo: (page: number) => void;
}) => {
  const classes = useStyles();
  const { page, size, total, what, onGo } = props;
  if (total <= size) {
    return null;
  }
  const from = (page - 1) * size + 1;
  const to = Math.min(page * size, total);
  return (
    <nav className={classes.root} aria-label={`Pages of ${what}`}>
      <span className={classes.range} role="status">
        {formatCount(from)}–{formatCount(to)} of {formatCount(total)} {what}
      </span>
      <Button
        startIcon={<ChevronLeftIcon />}
        disabled={page === 1}
        onClick={() => onGo(page - 1)}
      >
        Previous page
      </Button>
      <Button
        endIcon={<ChevronRightIcon />}
        disabled={to === total}
        onClick={() => onGo(page + 1)}
      >
        Next page
      </Button>
    </nav>
  );
};
