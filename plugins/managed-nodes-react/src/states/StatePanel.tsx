import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    maxWidth: 640,
    padding: theme.spacing(4, 3),
    margin: '0 auto',
    textAlign: 'center',
  },
  body: { marginTop: theme.spacing(1), color: theme.palette.textSubtle },
  actions: {
    marginTop: theme.spacing(2),
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    justifyContent: 'center',
    alignItems: 'center',
  },
}));

/** What stands in the place of content there is not: one sentence, one next step. */
export const StatePanel = (props: {
  role?: 'alert' | 'status';
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <div className={classes.root} role={props.role}>
      <Typography variant="h6" component="p">
        {props.title}
      </Typography>
      {props.children && (
        <Typography className={classes.body} component="div">
          {props.children}
        </Typography>
      )}
      {props.actions && <div className={classes.actions}>{props.actions}</div>}
    </div>
  );
};
