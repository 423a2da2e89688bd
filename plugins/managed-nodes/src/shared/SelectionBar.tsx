import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    position: 'sticky',
    bottom: theme.spacing(1),
    zIndex: 4,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1, 2),
    border: `1px solid ${theme.palette.primary.main}`,
  },
  words: { flex: '1 1 260px', fontSize: 14 },
  note: { color: theme.palette.textSubtle },
}));

/** What is chosen in a table, and what can be done with it. */
export const SelectionBar = (props: {
  /** What is chosen, in words. */
  children: ReactNode;
  /** What one should know before doing something. */
  note?: ReactNode;
  actions: ReactNode;
  onClear: () => void;
}) => {
  const classes = useStyles();
  return (
    <Paper
      elevation={4}
      className={classes.root}
      role="region"
      aria-label="Selection"
    >
      <div className={classes.words} role="status">
        {props.children}
        {props.note && <div className={classes.note}>{props.note}</div>}
      </div>
      {props.actions}
      <Button size="small" onClick={props.onClear}>
        Clear selection
      </Button>
    </Paper>
  );
};
