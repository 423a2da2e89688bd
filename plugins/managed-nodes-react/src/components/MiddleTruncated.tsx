import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import { truncateMiddle } from '../format/text';

const useStyles = makeStyles({
  tooltip: { overflowWrap: 'anywhere', maxWidth: 480 },
  text: { overflowWrap: 'break-word' },
});

/**
 * Text that somebody else chose, shortened in the middle with the whole of it
 * on hover. Isolated, so that right-to-left marks in it disturb nothing
 * around it.
 *
 * @public
 */
export const MiddleTruncated = (props: {
  text: string;
  /** Greatest length in characters. Default: 36. */
  max?: number;
}) => {
  const classes = useStyles();
  const short = truncateMiddle(props.text, props.max ?? 36);
  const text = <bdi className={classes.text}>{short}</bdi>;
  if (short === props.text) {
    return text;
  }
  return (
    <Tooltip title={props.text} classes={{ tooltip: classes.tooltip }}>
      {text}
    </Tooltip>
  );
};
