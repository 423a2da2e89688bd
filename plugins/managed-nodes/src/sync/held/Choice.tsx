import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { FormEvent, ReactNode, useId } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: theme.spacing(1.5),
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  text: { margin: 0, paddingLeft: theme.spacing(2.5), flex: '1 1 auto' },
}));

/** One way to decide: what it means, point by point, then the control that does it. */
export const Choice = (props: {
  title: string;
  points: string[];
  onSubmit: () => void;
  children: ReactNode;
}) => {
  const classes = useStyles();
  const id = useId();
  const { title, points, onSubmit, children } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={classes.root} aria-labelledby={id} onSubmit={submit}>
      <Typography variant="subtitle1" component="h3" id={id}>
        {title}
      </Typography>
      <ul className={classes.text}>
        {points.map(point => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      {children}
    </form>
  );
};
