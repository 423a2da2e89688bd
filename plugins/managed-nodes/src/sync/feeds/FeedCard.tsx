import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useId } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    alignContent: 'start',
    gap: theme.spacing(0.5),
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    minWidth: 0,
    fontSize: 14,
    overflowWrap: 'anywhere',
  },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: theme.spacing(2),
  },
}));

/** One of the things besides the targets that the portal's picture depends on. */
export const FeedCard = (props: {
  title: string;
  /** How it is doing; stands at the right of the title. */
  state?: ReactNode;
  children: ReactNode;
}) => {
  const classes = useStyles();
  const id = useId();
  return (
    <section className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <Typography variant="subtitle1" component="h3" id={id}>
          {props.title}
        </Typography>
        {props.state}
      </div>
      {props.children}
    </section>
  );
};
