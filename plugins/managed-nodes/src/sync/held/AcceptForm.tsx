import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { Choice } from './Choice';

const useStyles = makeStyles(theme => ({
  button: {
    color: theme.palette.getContrastText(theme.palette.error.dark),
    background: theme.palette.error.dark,
    '&:hover': { background: theme.palette.error.dark },
  },
}));

/** Whether what was typed is the number, however its thousands are set apart. */
export function isTyped(text: string, count: number): boolean {
  return text.replace(/[\s.,'’]/g, '') === String(count);
}

/** Lets the nodes go, once their number has been typed. */
export const AcceptForm = (props: {
  count: number;
  disabled: boolean;
  onAccept: () => void;
}) => {
  const classes = useStyles();
  const id = useId();
  const [text, setText] = useState('');
  const { count, disabled, onAccept } = props;
  const typed = isTyped(text, count);
  return (
    <Choice
      title="They are gone: remove them"
      points={[
        'They leave the fleet now, and their entities leave the catalog. Their pages stay, under the status Left.',
        'Nothing happens in AWS.',
        'Should a later listing show one of them, it is back.',
      ]}
      onSubmit={() => typed && !disabled && onAccept()}
    >
      <TextField
        id={id}
        size="small"
        variant="outlined"
        label={`Type ${count} to confirm`}
        value={text}
        autoComplete="off"
        onChange={event => setText(event.target.value)}
        inputProps={{ inputMode: 'numeric', maxLength: 16 }}
        InputLabelProps={{ shrink: true }}
      />
      <Button
        type="submit"
        variant="contained"
        className={classes.button}
        disabled={!typed || disabled}
      >
        Remove {countOf(count, 'node')}
      </Button>
    </Choice>
  );
};
