import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import FileCopyOutlinedIcon from '@material-ui/icons/FileCopyOutlined';
import { MouseEvent, useEffect, useState } from 'react';

const useStyles = makeStyles(theme => ({
  button: { padding: theme.spacing(0.25), color: theme.palette.textSubtle },
  icon: { fontSize: 14 },
}));

const SHOWN_MS = 2000;

/** Out of sight, but read aloud. */
const HIDDEN = {
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const;

/**
 * Copies a text and says so.
 *
 * @public
 */
export const CopyButton = (props: {
  text: string;
  /** What is copied, for the label: `node id`. */
  what: string;
  className?: string;
}) => {
  const classes = useStyles();
  const [outcome, setOutcome] = useState<string>();

  useEffect(() => {
    if (!outcome) {
      return undefined;
    }
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (event: MouseEvent) => {
    // Rows and cards around the button open something when clicked.
    event.stopPropagation();
    event.preventDefault();
    try {
      await window.navigator.clipboard.writeText(props.text);
      setOutcome('Copied');
    } catch {
      setOutcome('The browser does not allow copying here');
    }
  };

  return (
    <>
      <Tooltip title={outcome ?? `Copy ${props.what}`}>
        <IconButton
          className={`${classes.button} ${props.className ?? ''}`}
          aria-label={`Copy ${props.what}`}
          onClick={copy}
        >
          <FileCopyOutlinedIcon className={classes.icon} />
        </IconButton>
      </Tooltip>
      {outcome && (
        <span role="status" style={HIDDEN}>
          {outcome}
        </span>
      )}
    </>
  );
};
