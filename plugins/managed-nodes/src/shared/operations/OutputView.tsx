import { OperationOutput } from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  SkeletonLines,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { reasonOf } from '../reasonOf';
import { TextBlock } from './TextBlock';

const useStyles = makeStyles(theme => ({
  quiet: { color: theme.palette.textSubtle, fontSize: 13 },
}));

/** What a node printed, as plain text. */
export const OutputView = (props: {
  /** What is being asked for. */
  output: {
    data: OperationOutput | undefined;
    error: Error | null;
    refetch: () => unknown;
  };
  /** Whether the node may still print more. */
  live: boolean;
  /** What files are called after that it is saved as. */
  name: string;
}) => {
  const classes = useStyles();
  const { output, live, name } = props;
  const { data, error, refetch } = output;
  if (error && !data && (error as { statusCode?: number }).statusCode === 404) {
    // There is nothing to do about it: either it comes, or it is gone.
    return (
      <div className={classes.quiet} role="status">
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
  return (
    <div>
      {data.exitCode !== null && (
        <div className={classes.quiet}>Exit code {data.exitCode}</div>
      )}
      {data.stdout && (
        <TextBlock
          title="Output"
          text={data.stdout}
          fileName={`${name}-output.txt`}
        />
      )}
      {data.stderr && (
        <TextBlock
          title="Errors"
          text={data.stderr}
          fileName={`${name}-errors.txt`}
        />
      )}
      {!data.stdout && !data.stderr && (
        <div className={classes.quiet}>
          {live ? 'It has printed nothing so far.' : 'It printed nothing.'}
        </div>
      )}
      {data.truncated && (
        <div className={classes.quiet}>
          AWS keeps no more than the first 24,000 characters of output and 8,000
          of errors.
        </div>
      )}
    </div>
  );
};
