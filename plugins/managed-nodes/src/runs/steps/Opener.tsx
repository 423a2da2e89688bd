import { makeStyles } from '@material-ui/core/styles';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';

// There may be hundreds, so it is a plain button: Material UI's takes several
// times as long to render.
const useStyles = makeStyles(theme => ({
  button: {
    display: 'inline-flex',
    alignItems: 'center',
    padding: theme.spacing(0, 0.5),
    border: 0,
    borderRadius: theme.shape.borderRadius,
    background: 'none',
    color: theme.palette.link ?? theme.palette.primary.main,
    font: 'inherit',
    fontSize: 13,
    cursor: 'pointer',
    '&:hover': { background: theme.palette.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
  icon: { fontSize: 18 },
}));

/** Opens and closes something below a line. */
export const Opener = (props: {
  open: boolean;
  /** The id of what it opens. */
  controls: string;
  /** What that is part of, for those who do not see where it stands. */
  of: string;
  /** What it opens: `3 steps`. */
  children: string;
  onToggle: () => void;
}) => {
  const classes = useStyles();
  const { open, controls, of, children, onToggle } = props;
  const Icon = open ? ExpandMoreIcon : ChevronRightIcon;
  return (
    <button
      type="button"
      className={classes.button}
      aria-expanded={open}
      aria-controls={controls}
      aria-label={`${open ? 'Hide' : 'Show'} ${children} of ${of}`}
      onClick={onToggle}
    >
      <Icon className={classes.icon} />
      {children}
    </button>
  );
};
