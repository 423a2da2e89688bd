import { PatchPreview } from '@managed-nodes/plugin-managed-nodes-common';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { compact, NOTE_LENGTH, optionProblems, PatchOptions } from './options';
import { pace } from './words';

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
  rates: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))',
    gap: theme.spacing(2),
  },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
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
  const problems = optionProblems(options);
  const field = (
    name: 'maxConcurrency' | 'maxErrors' | 'note',
    label: string,
    help: string,
  ) => (
    <TextField
      id={`${id}-${name}`}
      size="small"
      variant="outlined"
      label={label}
      value={options[name]}
      disabled={disabled}
      error={Boolean(problems[name])}
      helperText={problems[name] ?? help}
      autoComplete="off"
      InputLabelProps={{ shrink: true }}
      {...(name === 'note' && {
        multiline: true,
        maxRows: 4,
        inputProps: { maxLength: NOTE_LENGTH },
      })}
      onChange={event => onChange({ ...options, [name]: event.target.value })}
    />
  );
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
      <div className={classes.rates}>
        {field(
          'maxConcurrency',
          'Nodes at once',
          'A number such as 5, or a percentage such as 10%',
        )}
        {field(
          'maxErrors',
          'Stop after errors',
          'A number such as 0, or a percentage such as 10%',
        )}
      </div>
      {!problems.maxConcurrency && !problems.maxErrors && (
        <div className={classes.quiet}>
          {pace(compact(options.maxConcurrency), compact(options.maxErrors))}
        </div>
      )}
      {field(
        'note',
        'Note (optional)',
        'Why now, a ticket, who was told: it stays with the operation',
      )}
    </div>
  );
};
