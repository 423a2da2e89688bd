import { Link } from '@backstage/core-components';
import {
  plainText,
  Run,
  RunNode,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  isRunOver,
  SkeletonLines,
  useRunSteps,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { reasonOf } from '../../shared/reasonOf';
import { StepItem } from './StepItem';
import { explainingStep, stepsOfNode, stepTree } from './stepTree';
import { Values } from './Values';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  list: {
    margin: 0,
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  place: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 1.5),
    marginBottom: theme.spacing(0.5),
  },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
  failure: {
    padding: theme.spacing(1, 1.5),
    borderLeft: `4px solid ${theme.palette.error.main}`,
    background: theme.palette.background.paper,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** The steps of a run as they are carried out: why it failed first, then all of them as a tree. */
export const RunSteps = (props: {
  run: Run;
  /** Only those of executions of this node. */
  node?: Pick<RunNode, 'name' | 'nodeId'>;
  /** Only those of this execution. */
  execution?: string;
  /** Where to see an execution by itself, or all of them. */
  to?: (execution: string | null) => string;
}) => {
  const classes = useStyles();
  const { run, node, execution: only, to } = props;
  const { data, error, refetch } = useRunSteps(run, {
    node: node?.name,
    execution: only,
  });
  const nodeId = node?.nodeId;
  const items = useMemo(() => {
    const all = data?.items ?? [];
    return nodeId === undefined ? all : stepsOfNode(all, nodeId);
  }, [data, nodeId]);
  const executions = useMemo(() => stepTree(items), [items]);
  const why = useMemo(() => explainingStep(items), [items]);
  if (!data) {
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <SkeletonLines lines={6} />
    );
  }
  return (
    <div className={classes.root}>
      {error && (
        <div role="status" className={classes.quiet}>
          The steps cannot be read just now; these are as they were before:{' '}
          {reasonOf(error)}
        </div>
      )}
      {why && (
        <div className={classes.failure} role="note" aria-label="Why it failed">
          <strong>
            The step <bdi>{plainText(why.name)}</bdi> failed:
          </strong>{' '}
          {plainText(why.failure ?? '')}
        </div>
      )}
      {only && to && <Link to={to(null)}>All places</Link>}
      {executions.map(({ execution, account, region, steps }) => (
        <div key={execution}>
          {(executions.length > 1 || only) && (
            <div className={classes.place}>
              <strong>
                {account}, {region}
              </strong>
              {data.shallow && to && (
                <Link
                  to={to(execution)}
                  aria-label={`Everything in ${account}, ${region}`}
                >
                  Everything here
                </Link>
              )}
            </div>
          )}
          <ul
            className={classes.list}
            aria-label={`Steps in ${account}, ${region}`}
          >
            {steps.map(step => (
              <StepItem key={step.step.id} run={run.id} node={step} />
            ))}
          </ul>
        </div>
      ))}
      {!executions.length && (
        <div className={classes.quiet}>
          {isRunOver(run.state)
            ? 'There is no step that you may see. Steps of executions that are also about nodes of others are not shown, as AWS does not tell which step is about which node.'
            : 'No step that you may see has begun yet.'}
        </div>
      )}
      {data.truncated && (
        <div className={classes.quiet}>
          There are more steps than are shown here; the AWS console has them
          all.
        </div>
      )}
      <Values title="What it gave" values={data.outputs} name="run-output" />
    </div>
  );
};
