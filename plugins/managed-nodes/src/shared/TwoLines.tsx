import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  second: {
    fontSize: '0.9em',
    color: theme.palette.textSubtle,
    whiteSpace: 'nowrap',
  },
}));

/** A cell with something less important under what it says. */
export const TwoLines = (props: { first: ReactNode; second?: ReactNode }) => {
  const classes = useStyles();
  return (
    <>
      <div>{props.first}</div>
      {props.second && <div className={classes.second}>{props.second}</div>}
    </>
  );
};
