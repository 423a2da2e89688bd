import { capped, plainText } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  formatCount,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { saveFile } from '../saveFile';

/** More makes browsers slow, and nobody reads it there. */
const SHOWN = 30_000;

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    color: theme.palette.textSubtle,
    fontSize: 13,
  },
  text: {
    margin: theme.spacing(0.5, 0, 1.5),
    padding: theme.spacing(1.5),
    maxHeight: 400,
    overflow: 'auto',
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.action.hover,
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: 12,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    unicodeBidi: 'isolate',
  },
}));

/** A text from a machine, as plain text, to be read, copied and saved. */
export const TextBlock = (props: {
  title: string;
  text: string;
  /** Name of the file it is saved as. */
  fileName: string;
}) => {
  const classes = useStyles();
  const { title, fileName } = props;
  const whole = useMemo(() => plainText(props.text), [props.text]);
  const { text, isCut } = capped(whole, SHOWN);
  return (
    <>
      <div className={classes.head}>
        {title}
        <CopyButton text={whole} what={title.toLocaleLowerCase('en')} />
        <Button
          size="small"
          aria-label={`Download ${title.toLocaleLowerCase('en')}`}
          onClick={() =>
            saveFile(
              new Blob([whole], { type: 'text/plain;charset=utf-8' }),
              fileName,
            )
          }
        >
          Download
        </Button>
      </div>
      {/* It scrolls, so it has to be reachable by keyboard. */}
      <Paper
        component="pre"
        elevation={0}
        className={classes.text}
        tabIndex={0}
        role="region"
        aria-label={title}
      >
        {text}
      </Paper>
      {isCut && (
        <div className={classes.head}>
          These are the first {formatCount(SHOWN)} of{' '}
          {formatCount(whole.length)} characters; download it to read them all.
        </div>
      )}
    </>
  );
};
