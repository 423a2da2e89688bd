import { Link } from '@backstage/core-components';
import { formatCount } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  link: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    padding: theme.spacing(0.5, 1.25),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    color: theme.palette.text.primary,
    fontSize: 14,
    '&:hover, &:focus-visible': { borderColor: theme.palette.primary.main },
    '&[aria-current="true"]': {
      borderColor: theme.palette.primary.main,
      boxShadow: `inset 0 0 0 1px ${theme.palette.primary.main}`,
    },
  },
  count: { fontWeight: 600, fontVariantNumeric: 'tabular-nums' },
}));

/** A part of a list: what it is, how many it has, and where it is shown alone. */
export interface CountLink {
  key: string;
  label: ReactNode;
  count: number;
  to: string;
  /** It is what is shown now. */
  current: boolean;
}

/** The parts of a list in a row, each a link that narrows it. */
export const CountLinks = (props: { label: string; links: CountLink[] }) => {
  const classes = useStyles();
  return (
    <ul className={classes.root} aria-label={props.label}>
      {props.links.map(({ key, label, count, to, current }) => (
        <li key={key}>
          <Link
            to={to}
            underline="none"
            className={classes.link}
            aria-current={current}
          >
            {label} <span className={classes.count}>{formatCount(count)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
};
