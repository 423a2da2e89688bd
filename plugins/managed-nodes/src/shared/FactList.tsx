import { makeStyles } from '@material-ui/core/styles';
import { Fragment, ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    fontSize: 14,
    '& dt': { color: theme.palette.textSubtle },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
    '& a': { textDecoration: 'underline' },
  },
}));

/** A fact and its name, or none. */
export type Fact = [string, ReactNode] | false;

/** Who did what, when and how: names beside what they stand for. */
export const FactList = (props: { facts: Fact[] }) => {
  const classes = useStyles();
  return (
    <dl className={classes.facts}>
      {props.facts.map(
        fact =>
          fact && (
            <Fragment key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
};
