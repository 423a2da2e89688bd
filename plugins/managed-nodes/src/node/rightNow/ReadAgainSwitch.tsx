import FormControlLabel from '@material-ui/core/FormControlLabel';
import Switch from '@material-ui/core/Switch';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: { margin: 0 },
  label: { fontSize: 14 },
});

/** Has it read again and again. */
export const ReadAgainSwitch = (props: {
  on: boolean;
  onChange: (on: boolean) => void;
}) => {
  const classes = useStyles();
  const { on, onChange } = props;
  return (
    <FormControlLabel
      classes={classes}
      label="Every 15 seconds"
      control={
        <Switch
          size="small"
          color="primary"
          checked={on}
          onChange={(_, checked) => onChange(checked)}
        />
      }
    />
  );
};
