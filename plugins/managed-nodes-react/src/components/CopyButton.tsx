import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import FileCopyOutlinedIcon from '@material-ui/icons/FileCopyOutlined';
import { MouseEvent, useEffect, useState } from 'react';

const SHOWN_MS = 2000;

// Tables have one of these in every row, so it is a plain button: Material
// UI's, with its ripple and tooltip, takes several times as long to render.
const useStyles = makeStyles(theme => ({
  button: {
    display: 'inline-flex',
    padding: theme.spacing(0.25),
    border: 0,
    borderRadius: theme.shape.borderRadius,
    background: 'none',
    color: theme.palette.textSubtle,
    font: 'inherit',
    verticalAlign: 'middle',
    cursor: 'pointer',
    '&:hover': { background: theme.palette.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
  icon: { fontSize: 14 },
  unseen: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
}));

/**
 * Copies a text and says so.
 *
 * @public
 */
export const CopyButton = (props: {
  text: string;
  /** What is copied, for the label: `node id`. */
  what: string;
}) => {
  const classes = useStyles();
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();

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
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };

  const Icon = outcome === 'copied' ? CheckIcon : FileCopyOutlinedIcon;
  return (
    <>
      <button
        type="button"
        className={classes.button}
        title={`Copy ${props.what}`}
        aria-label={`Copy ${props.what}`}
        onClick={copy}
      >
        <Icon className={classes.icon} />
      </button>
      {outcome === 'copied' && (
        <span role="status" className={classes.unseen}>
          Copied
        </span>
      )}
      {outcome === 'refused' && (
        <span role="status">The browser does not allow copying here</span>
      )}
    </>
  );
};
