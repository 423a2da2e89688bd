import { RunbookParameter } from '@managed-nodes/plugin-managed-nodes-common';
import TextField, { TextFieldProps } from '@material-ui/core/TextField';
import { useId } from 'react';
import { ChoicesField } from './ChoicesField';
import { fieldKind, FieldState } from './fields';

const HELP = { list: 'One in each line.', json: 'As JSON.' };

/** What is said under a field: what is wrong, or what it is for. */
function helpOf(parameter: RunbookParameter, problem?: string) {
  const kind = fieldKind(parameter);
  const how = kind === 'list' || kind === 'json' ? HELP[kind] : undefined;
  return (
    [problem && `${problem}.`, parameter.description, how]
      .filter(Boolean)
      .join(' ') || undefined
  );
}

function look(parameter: RunbookParameter): Partial<TextFieldProps> {
  const kind = fieldKind(parameter);
  if (kind === 'choice' || kind === 'yes-no') {
    return { select: true, SelectProps: { native: true } };
  }
  if (kind === 'list' || kind === 'json' || parameter.multiline) {
    return { multiline: true, minRows: 3, maxRows: 12 };
  }
  return {};
}

function optionsOf(
  parameter: RunbookParameter,
): Array<{ value: string; label: string }> {
  return fieldKind(parameter) === 'yes-no'
    ? [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ]
    : (parameter.allowedValues ?? []).map(value => ({
        value: String(value),
        label: String(value) || '(nothing)',
      }));
}

/** Asks for one parameter, in the way that its type takes. */
export const ParameterField = (props: {
  parameter: RunbookParameter;
  value: FieldState;
  /** What is wrong with it, where that is to be shown. */
  problem?: string;
  onChange: (value: FieldState) => void;
}) => {
  const id = useId();
  const { parameter, value, problem, onChange } = props;
  const kind = fieldKind(parameter);
  if (kind === 'choices') {
    return (
      <ChoicesField
        parameter={parameter}
        chosen={Array.isArray(value) ? value : []}
        problem={problem}
        onChange={onChange}
      />
    );
  }
  const options = look(parameter).select ? optionsOf(parameter) : [];
  return (
    <TextField
      id={id}
      size="small"
      variant="outlined"
      fullWidth
      label={parameter.title}
      value={value}
      required={parameter.required}
      error={Boolean(problem)}
      helperText={helpOf(parameter, problem)}
      autoComplete="off"
      InputLabelProps={{ shrink: true }}
      inputProps={{
        'aria-invalid': Boolean(problem),
        spellCheck: false,
        ...(kind === 'number' && { inputMode: 'numeric' }),
        ...(!look(parameter).select && { maxLength: 8192 }),
      }}
      {...look(parameter)}
      onChange={event => onChange(event.target.value)}
    >
      {look(parameter).select && [
        // What is not chosen yet must not look as if it were.
        ...(options.some(option => option.value === value)
          ? []
          : [
              <option key="" value={String(value)}>
                Choose…
              </option>,
            ]),
        ...options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        )),
      ]}
    </TextField>
  );
};
