import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Fragment, ReactNode, useId } from 'react';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(7em, auto) minmax(0, 1fr)',
    gap: theme.spacing(0.75, 2),
    margin: theme.spacing(1, 0, 0),
    fontSize: 14,
    '& dt': { color: theme.palette.textSubtle },
    '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  },
}));

/** What is known under a heading; facts that are not known are left out. */
export const Facts = (props: {
  title: string;
  facts: Array<[string, ReactNode]>;
}) => {
  const classes = useStyles();
  const id = useId();
  const known = props.facts.filter(([, value]) => Boolean(value));
  if (!known.length) {
    return null;
  }
  return (
    <section aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        {props.title}
      </Typography>
      <dl className={classes.list}>
        {known.map(([term, value]) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
};
