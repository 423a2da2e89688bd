import { Link } from '@backstage/core-components';
import { formatCount } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(108px, 1fr))',
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  figure: {
    display: 'block',
    height: '100%',
    boxSizing: 'border-box',
    padding: theme.spacing(1.5, 2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    color: theme.palette.text.primary,
    '&:hover, &:focus-visible': {
      borderColor: theme.palette.primary.main,
      textDecoration: 'none',
    },
  },
  value: {
    display: 'block',
    fontSize: 28,
    lineHeight: 1.2,
    fontWeight: 600,
    fontVariantNumeric: 'tabular-nums',
  },
  label: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/** A number that leads to the list behind it. */
export interface Figure {
  label: string;
  /** A count, or what stands in its place: `87 %`. */
  value: number | string;
  to: string;
  /** What exactly is counted, where the label does not say it all. */
  definition?: string;
}

/** At most five figures in a row, each a link. */
export const Figures = (props: { figures: Figure[] }) => {
  const classes = useStyles();
  return (
    <ul className={classes.root}>
      {props.figures.map(({ label, value, to, definition }) => (
        <li key={label} title={definition}>
          <Link to={to} underline="none" className={classes.figure}>
            <span className={classes.value}>
              {typeof value === 'number' ? formatCount(value) : value}
            </span>
            <span className={classes.label}>{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
};
