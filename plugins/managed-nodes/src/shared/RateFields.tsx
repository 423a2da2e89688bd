import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { NOTE_LENGTH, pace, RateOptions, rateProblems } from './rates';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2) },
  rates: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))',
    gap: theme.spacing(2),
  },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/** How fast something is carried out on many nodes, when it stops, and a note. */
export const RateFields = <O extends RateOptions>(props: {
  options: O;
  /** What keeps the note: `operation`. */
  noun: string;
  disabled: boolean;
  /** Whether there is nothing to pace: the note alone is asked for. */
  onlyNote?: boolean;
  onChange: (options: O) => void;
}) => {
  const classes = useStyles();
  const id = useId();
  const { options, noun, disabled, onlyNote = false, onChange } = props;
  const problems = rateProblems(options);
  const field = (name: keyof RateOptions, label: string, help: string) => (
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
      {!onlyNote && (
        <>
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
            <div className={classes.quiet}>{pace(options)}</div>
          )}
        </>
      )}
      {field(
        'note',
        'Note (optional)',
        `Why now, a ticket, who was told: it stays with the ${noun}`,
      )}
    </div>
  );
};
