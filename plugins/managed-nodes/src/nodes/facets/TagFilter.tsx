import TextField from '@material-ui/core/TextField';
import { FormEvent, useId, useState } from 'react';

/** Adds a tag to filter by: `Key` or `Key=value`. */
export const TagFilter = (props: { onAdd: (tag: string) => void }) => {
  const id = useId();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const tag = text.trim();
    if (tag) {
      props.onAdd(tag);
      setText('');
    }
  };
  return (
    <form onSubmit={submit}>
      <TextField
        id={id}
        fullWidth
        size="small"
        variant="outlined"
        label="Tag"
        placeholder="Stage=prod"
        helperText="Key or Key=value, then Enter"
        value={text}
        onChange={event => setText(event.target.value)}
        inputProps={{ maxLength: 512 }}
      />
    </form>
  );
};
