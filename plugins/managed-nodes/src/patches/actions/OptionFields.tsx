import { PatchPreview } from '@managed-nodes/plugin-managed-nodes-common';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { RateFields } from '../../shared/RateFields';
import { PatchOptions } from './options';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2) },
  option: {
    alignItems: 'flex-start',
    '& .MuiFormControlLabel-label': {
      fontSize: 14,
      padding: theme.spacing(1, 0),
    },
    '& .MuiRadio-root': { paddingTop: 7 },
  },
}));

/** How an operation is to be carried out. */
export const OptionFields = (props: {
  action: PatchPreview['action'];
  options: PatchOptions;
  disabled: boolean;
  onChange: (options: PatchOptions) => void;
}) => {
  const classes = useStyles();
  const id = useId();
  const { action, options, disabled, onChange } = props;
  return (
    <div className={classes.root}>
      {action === 'install' && (
        <FormControl component="fieldset" disabled={disabled}>
          <FormLabel component="legend">Reboots</FormLabel>
          <RadioGroup
            name={`${id}-reboot`}
            value={options.rebootOption}
            onChange={event =>
              onChange({
                ...options,
                rebootOption: event.target
                  .value as PatchOptions['rebootOption'],
              })
            }
          >
            <FormControlLabel
              className={classes.option}
              value="RebootIfNeeded"
              control={<Radio color="primary" size="small" />}
              label="Reboot where needed: nodes restart right after the install (RebootIfNeeded)"
            />
            <FormControlLabel
              className={classes.option}
              value="NoReboot"
              control={<Radio color="primary" size="small" />}
              label="Do not reboot: some patches wait for the next restart (NoReboot)"
            />
          </RadioGroup>
        </FormControl>
      )}
      <RateFields
        options={options}
        noun="operation"
        disabled={disabled}
        onChange={onChange}
      />
    </div>
  );
};
