import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useId } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2, 2, 1),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    minWidth: 0,
  },
  list: { margin: theme.spacing(1, 0, 0), padding: 0, listStyle: 'none' },
}));

/** A day, and what happens on it. */
export const DaySection = (props: {
  title: string;
  /** What the section is called among others of the same day. Default: the title. */
  label?: string;
  children: ReactNode;
}) => {
  const classes = useStyles();
  const id = useId();
  const { title, label } = props;
  return (
    <section
      className={classes.root}
      aria-label={label}
      aria-labelledby={label ? undefined : id}
    >
      <Typography variant="subtitle1" component="h3" id={id}>
        {title}
      </Typography>
      <ul className={classes.list}>{props.children}</ul>
    </section>
  );
};
