import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import SearchIcon from '@material-ui/icons/Search';
import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 150;

/** The free text filter. Tells of a change once typing pauses. */
export const SearchField = (props: {
  value: string;
  /** What is searched, for the label: `Search nodes`. */
  label: string;
  placeholder: string;
  onChange: (value: string) => void;
}) => {
  const { value, onChange } = props;
  const [text, setText] = useState(value);
  const told = useRef(value);

  // The address changed by other means, such as the back button.
  useEffect(() => {
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);

  useEffect(() => {
    if (text === told.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      told.current = text;
      onChange(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, onChange]);

  return (
    <TextField
      size="small"
      variant="outlined"
      type="search"
      fullWidth
      placeholder={props.placeholder}
      value={text}
      onChange={event => setText(event.target.value)}
      inputProps={{ 'aria-label': props.label, maxLength: 256 }}
      InputProps={{
        startAdornment: (
          <InputAdornment position="start">
            <SearchIcon fontSize="small" />
          </InputAdornment>
        ),
      }}
    />
  );
};
