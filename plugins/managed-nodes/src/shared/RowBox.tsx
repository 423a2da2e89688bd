import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  // The browser's own: every row has one, and Material UI's are slow to render.
  box: {
    width: 16,
    height: 16,
    margin: theme.spacing(0.25, 0),
    accentColor: theme.palette.primary.main,
    colorScheme: theme.palette.type,
    cursor: 'pointer',
  },
}));

/** Chooses a row. */
export const RowBox = (props: {
  label: string;
  checked: boolean;
  onToggle: () => void;
}) => {
  const classes = useStyles();
  return (
    <input
      type="checkbox"
      className={classes.box}
      aria-label={props.label}
      checked={props.checked}
      onChange={props.onToggle}
    />
  );
};
