import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { ConfirmField, isTyped } from '../../shared/ConfirmField';
import { Choice } from './Choice';

const useStyles = makeStyles(theme => ({
  button: {
    color: theme.palette.getContrastText(theme.palette.error.dark),
    background: theme.palette.error.dark,
    '&:hover': { background: theme.palette.error.dark },
  },
}));

/** Lets the nodes go, once their number has been typed. */
export const AcceptForm = (props: {
  count: number;
  disabled: boolean;
  onAccept: () => void;
}) => {
  const classes = useStyles();
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
      <ConfirmField count={count} value={text} onChange={setText} />
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
