import { useApp } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import PlayCircleOutlineIcon from '@material-ui/icons/PlayCircleOutline';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    fontSize: 24,
    color: theme.palette.primary.main,
  },
}));

/** The icon that a runbook was given, of those the portal has. */
export const RunbookIcon = (props: { icon: string | null }) => {
  const classes = useStyles();
  const app = useApp();
  const Given = props.icon ? app.getSystemIcon(props.icon) : undefined;
  return (
    <span className={classes.root} aria-hidden>
      {Given ? (
        <Given fontSize="inherit" />
      ) : (
        <PlayCircleOutlineIcon fontSize="inherit" />
      )}
    </span>
  );
};
