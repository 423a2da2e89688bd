import { metricRangeSchema } from '@managed-nodes/plugin-managed-nodes-common';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { HIDDEN_IN_PRINT } from '../shared/print';
import { RANGE_WORDS } from './metricWords';
import { MetricTimes } from './useMetricTimes';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
  },
  range: { minWidth: 120 },
}));

/** What times are shown, and how. */
export const MetricControls = (props: { times: MetricTimes }) => {
  const classes = useStyles();
  const id = useId();
  const { range, compare, utc, setRange, setCompare, setUtc } = props.times;
  return (
    <div className={classes.root} {...HIDDEN_IN_PRINT}>
      <TextField
        select
        id={id}
        size="small"
        variant="outlined"
        label="The last"
        value={range}
        onChange={event =>
          setRange(metricRangeSchema.parse(event.target.value))
        }
        className={classes.range}
      >
        {metricRangeSchema.options.map(each => (
          <MenuItem key={each} value={each}>
            {RANGE_WORDS[each]}
          </MenuItem>
        ))}
      </TextField>
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            color="primary"
            checked={compare}
            onChange={(_, checked) => setCompare(checked)}
          />
        }
        label="With last week"
      />
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            color="primary"
            checked={utc}
            onChange={(_, checked) => setUtc(checked)}
          />
        }
        label="UTC"
      />
    </div>
  );
};
