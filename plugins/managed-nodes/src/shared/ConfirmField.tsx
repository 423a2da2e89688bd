import TextField from '@material-ui/core/TextField';
import { useId } from 'react';

/** Whether what was typed is the number, however its thousands are set apart. */
export function isTyped(text: string, count: number): boolean {
  return text.replace(/[\s.,'’]/g, '') === String(count);
}

/** Asks for the number of nodes to be typed, before something grave is done to many. */
export const ConfirmField = (props: {
  count: number;
  value: string;
  onChange: (value: string) => void;
}) => {
  const id = useId();
  return (
    <TextField
      id={id}
      size="small"
      variant="outlined"
      label={`Type ${props.count} to confirm`}
      value={props.value}
      autoComplete="off"
      onChange={event => props.onChange(event.target.value)}
      inputProps={{ inputMode: 'numeric', maxLength: 16 }}
      InputLabelProps={{ shrink: true }}
    />
  );
};
