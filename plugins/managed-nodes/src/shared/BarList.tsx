import { Link } from '@backstage/core-components';
import {
  formatCount,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useId } from 'react';
import { PRINT_INK } from './print';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    minWidth: 0,
  },
  list: { margin: theme.spacing(1, 0, 0), padding: 0, listStyle: 'none' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(40px, 1fr) 3.5em',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0.5, 0),
    fontSize: 14,
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
    '@media print': { background: '#555' },
  },
  count: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  rest: { marginTop: theme.spacing(0.5), fontSize: 14 },
}));

/** A part of a whole. */
export interface Bar {
  key: string;
  label: string;
  icon?: ReactNode;
  count: number;
  to: string;
}

/** How a whole is made up: a row per part, its share as a bar, its count as text. */
export const BarList = (props: {
  title: string;
  bars: Bar[];
  total: number;
  rest?: ReactNode;
}) => {
  const classes = useStyles();
  const { title, bars, total, rest } = props;
  const id = useId();
  return (
    <section className={classes.root} aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        {title}
      </Typography>
      <ul className={classes.list}>
        {bars.map(bar => (
          <li key={bar.key} className={classes.row}>
            <Link to={bar.to}>
              {bar.icon ?? <MiddleTruncated text={bar.label} max={60} />}
            </Link>
            <div className={classes.track} aria-hidden>
              <div
                className={classes.bar}
                {...PRINT_INK}
                style={{ width: `${(100 * bar.count) / Math.max(total, 1)}%` }}
              />
            </div>
            <span className={classes.count}>{formatCount(bar.count)}</span>
          </li>
        ))}
      </ul>
      {rest && <div className={classes.rest}>{rest}</div>}
    </section>
  );
};
