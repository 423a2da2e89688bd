import { RunbookParameter } from '@managed-nodes/plugin-managed-nodes-common';
import FormControl from '@material-ui/core/FormControl';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import { makeStyles } from '@material-ui/core/styles';
import { CheckOption } from '../../shared/CheckOption';

const useStyles = makeStyles({
  legend: { fontSize: 14 },
  list: { maxHeight: 280, overflowY: 'auto', marginTop: 4 },
});

/** Asks for some of several values. */
export const ChoicesField = (props: {
  parameter: RunbookParameter;
  chosen: string[];
  problem?: string;
  onChange: (chosen: string[]) => void;
}) => {
  const classes = useStyles();
  const { parameter, chosen, problem, onChange } = props;
  const toggle = (value: string) =>
    onChange(
      chosen.includes(value)
        ? chosen.filter(other => other !== value)
        : [...chosen, value],
    );
  return (
    <FormControl
      component="fieldset"
      required={parameter.required}
      error={Boolean(problem)}
    >
      <FormLabel component="legend" className={classes.legend}>
        {parameter.title}
      </FormLabel>
      <div className={classes.list}>
        {(parameter.allowedValues ?? []).map(String).map(value => (
          <CheckOption
            key={value}
            option={{ value, label: value, chosen: chosen.includes(value) }}
            onToggle={toggle}
            max={60}
          />
        ))}
      </div>
      <FormHelperText>
        {[problem && `${problem}.`, parameter.description]
          .filter(Boolean)
          .join(' ')}
      </FormHelperText>
    </FormControl>
  );
};
