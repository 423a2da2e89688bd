import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { HIDDEN_IN_PRINT } from './print';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5),
    margin: theme.spacing(0, 0, 2),
    padding: 0,
    listStyle: 'none',
  },
  link: {
    display: 'block',
    padding: theme.spacing(0.75, 1.5),
    borderRadius: theme.shape.borderRadius,
    color: theme.palette.text.primary,
    fontSize: 14,
    '&:hover': { background: theme.palette.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    '&[aria-current="page"]': {
      background: theme.palette.action.selected,
      fontWeight: 600,
    },
  },
  count: {
    marginLeft: theme.spacing(0.75),
    padding: theme.spacing(0, 0.75),
    borderRadius: 10,
    background: theme.palette.primary.main,
    color: theme.palette.getContrastText(theme.palette.primary.main),
    fontSize: 12,
    fontWeight: 600,
  },
}));

/** A page or view, and the way there. */
export interface SubNavLink {
  key: string;
  label: string;
  to: string;
  current: boolean;
  /** Of what waits there, e.g. `3` or `99+`; none when undefined. */
  badge?: string;
}

/** The ways between pages that belong together. */
export const SubNav = (props: { label: string; links: SubNavLink[] }) => {
  const classes = useStyles();
  return (
    <nav aria-label={props.label} {...HIDDEN_IN_PRINT}>
      <ul className={classes.list}>
        {props.links.map(({ key, label, to, current, badge }) => (
          <li key={key}>
            <Link
              to={to}
              underline="none"
              className={classes.link}
              aria-current={current ? 'page' : undefined}
            >
              {label}
              {badge !== undefined && (
                <span className={classes.count}>{badge}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};
