import {
  CopyButton,
  ErrorState,
  SkeletonLines,
  usePatchOperationOutput,
} from '@managed-nodes/plugin-managed-nodes-react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import { reasonOf } from '../../shared/reasonOf';

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

/** What a node printed in an operation, as plain text. */
export const NodeOutput = (props: {
  operation: string;
  node: string;
  /** Whether the node may still print more. */
  live: boolean;
}) => {
  const classes = useStyles();
  const { operation, node, live } = props;
  const { data, error, refetch } = usePatchOperationOutput(
    operation,
    node,
    live,
  );
  if (error && !data && (error as { statusCode?: number }).statusCode === 404) {
    // There is nothing to do about it: either it comes, or it is gone.
    return (
      <div className={classes.head} role="status">
        {reasonOf(error)}
      </div>
    );
  }
  if (error && !data) {
    return <ErrorState error={error} onRetry={refetch} />;
  }
  if (!data) {
    return <SkeletonLines lines={4} />;
  }
  const part = (title: string, text: string) =>
    text && (
      <>
        <div className={classes.head}>
          {title}
          <CopyButton text={text} what={title.toLocaleLowerCase('en')} />
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
      </>
    );
  return (
    <div>
      {data.exitCode !== null && (
        <div className={classes.head}>Exit code {data.exitCode}</div>
      )}
      {part('Output', data.stdout)}
      {part('Errors', data.stderr)}
      {!data.stdout && !data.stderr && (
        <div className={classes.head}>
          {live ? 'It has printed nothing so far.' : 'It printed nothing.'}
        </div>
      )}
      {data.truncated && (
        <div className={classes.head}>
          AWS keeps no more than the first 24,000 characters of output and 8,000
          of errors.
        </div>
      )}
    </div>
  );
};
